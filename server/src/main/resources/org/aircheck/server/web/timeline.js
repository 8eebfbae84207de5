// The strip that shows a whole session: where the replay is and what is missing.

/** Draws a session's length, its gaps and a position, all in seconds. */
export class Timeline {
  constructor(canvas, choose) {
    this.canvas = canvas;
    this.choose = choose;
    this.duration = 0;
    this.gaps = [];
    this.position = 0;
    this.chosen = null;
    canvas.addEventListener('click', (event) => {
      const box = canvas.getBoundingClientRect();
      this.choose(((event.clientX - box.left) / box.width) * this.duration);
    });
    canvas.addEventListener('keydown', (event) => this.key(event));
    new ResizeObserver(() => this.draw()).observe(canvas);
  }

  show(duration, gaps) {
    this.duration = Math.max(duration, 1);
    this.gaps = gaps;
    this.canvas.setAttribute('aria-valuemax', this.duration.toFixed(0));
    this.draw();
  }

  move(position) {
    this.position = position;
    this.canvas.setAttribute('aria-valuenow', position.toFixed(0));
    this.draw();
  }

  key(event) {
    const steps = { ArrowLeft: -1, ArrowRight: 1, PageDown: -60, PageUp: 60 };
    if (event.key in steps) {
      const from = this.chosen ?? this.position;
      this.chosen = Math.min(Math.max(from + steps[event.key], 0), this.duration);
    } else if (event.key === 'Enter' && this.chosen !== null) {
      this.choose(this.chosen);
      this.chosen = null;
    } else {
      return;
    }
    event.preventDefault();
    this.draw();
  }

  draw() {
    const scale = window.devicePixelRatio || 1;
    const width = this.canvas.clientWidth;
    const height = this.canvas.clientHeight;
    this.canvas.width = width * scale;
    this.canvas.height = height * scale;
    const pen = this.canvas.getContext('2d');
    const color = (name) => getComputedStyle(this.canvas).getPropertyValue(name).trim();
    pen.scale(scale, scale);
    const x = (seconds) => (Math.min(Math.max(seconds, 0), this.duration) / this.duration) * width;
    pen.fillStyle = color('--line');
    pen.fillRect(0, 18, width, 26);
    pen.fillStyle = color('--good');
    pen.globalAlpha = 0.35;
    pen.fillRect(0, 18, x(this.position), 26);
    pen.globalAlpha = 1;
    for (const gap of this.gaps) {
      pen.fillStyle = color(gap.reason === 'interruption' ? '--pause' : '--bad');
      pen.fillRect(x(gap.offset), 18, Math.max(x(gap.offset + gap.length) - x(gap.offset), 2), 26);
    }
    this.ticks(pen, x, color('--quiet'));
    pen.fillStyle = color('--accent');
    pen.fillRect(x(this.position) - 1.5, 10, 3, 42);
    if (this.chosen !== null) {
      pen.strokeStyle = color('--text');
      pen.strokeRect(x(this.chosen) - 1.5, 10, 3, 42);
    }
  }

  ticks(pen, x, color) {
    const steps = [1, 2, 5, 10, 30, 60, 300, 600, 1800, 3600, 7200, 21600, 43200, 86400];
    const step = steps.find((s) => this.duration / s <= 10) ?? 604800;
    pen.fillStyle = color;
    pen.font = '11px system-ui, sans-serif';
    for (let at = 0; at <= this.duration; at += step) {
      pen.fillRect(x(at), 46, 1, 5);
      pen.fillText(clock(at), Math.min(x(at) + 3, this.canvas.clientWidth - 44), 64);
    }
  }
}

/** Seconds as h:mm:ss. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n) => String(n).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  return (hours ? hours + ':' : '') + two(Math.floor(whole / 60) % 60) + ':' + two(whole % 60);
}
