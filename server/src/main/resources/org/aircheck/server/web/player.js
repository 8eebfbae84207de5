// The replay page: plays a session with hls.js and shows what the server is serving at this moment.
import { Timeline, clock } from './timeline.js';

const page = (id) => document.getElementById(id);
const video = page('video');
const asked = new URLSearchParams(location.search).get('session');
const which = asked ? '?session=' + encodeURIComponent(asked) : '';
const tracks = new Map();
let player = null;
let view = null;
let session = null;

const timeline = new Timeline(page('timeline'), play);

function cell(row, content) {
  const td = row.insertCell();
  td.append(content);
  return td;
}

function fill(body, rows, empty) {
  if (rows.length === 0) {
    const row = document.createElement('tr');
    cell(row, empty).colSpan = 4;
    rows = [row];
  }
  body.replaceChildren(...rows);
}

function time(iso) {
  return iso.replace('T', ' ').replace(/(\.\d{3})\d*/, '$1').replace('Z', ' UTC');
}

function trackName(id) {
  return id < 0 ? 'all' : (tracks.get(id) ?? 'track ' + id);
}

function say(text, fatal) {
  const list = page('errors');
  list.querySelector('.quiet')?.remove();
  const item = document.createElement('li');
  item.textContent = new Date().toLocaleTimeString() + '  ' + text;
  item.className = fatal ? 'fatal' : '';
  list.prepend(item);
  while (list.children.length > 100) list.lastElementChild.remove();
}

function show() {
  const replay = session.replay;
  page('name').textContent = session.name;
  page('source').textContent = session.source;
  document.title = session.name + ' – Aircheck';
  page('duration').textContent = clock(session.duration);
  page('settings').textContent = [
    'fidelity ' + replay.fidelity,
    'speed ' + replay.speed,
    replay.shared ? 'one clock for all viewers' : 'a clock for each viewer',
    replay.loop ? 'looped' : '',
  ].filter(Boolean).join(' · ');
  for (const track of session.tracks) {
    const rate = track.bandwidth ? (track.bandwidth / 1e6).toFixed(2) + ' Mbit/s' : '';
    tracks.set(track.id, [track.kind, track.resolution, rate, track.language, track.name].filter(Boolean).join(' '));
  }
  page('gap-count').textContent = session.gaps.length ? '(' + session.gaps.length + ')' : '';
  fill(page('gaps'), session.gaps.map(gapRow), 'Nothing is missing.');
  timeline.show(session.duration, session.gaps);
}

function gapRow(gap) {
  const row = document.createElement('tr');
  const jump = document.createElement('a');
  jump.href = '#';
  jump.textContent = clock(gap.offset);
  jump.addEventListener('click', (event) => {
    event.preventDefault();
    play(Math.max(0, gap.offset - 5));
  });
  cell(row, jump);
  cell(row, trackName(gap.track));
  cell(row, gap.count ? String(gap.count) : '–');
  cell(row, gap.reason.replace('_', ' ') + (gap.detail ? ': ' + gap.detail : ''));
  return row;
}

function versionRow(version) {
  const row = document.createElement('tr');
  cell(row, version.track < 0 ? 'presentation' : trackName(version.track)).title = version.address;
  cell(row, '#' + version.exchange);
  cell(row, time(version.at));
  const share = cell(row, version.number + ' of ' + version.count);
  const bar = document.createElement('span');
  bar.className = 'bar';
  bar.append(document.createElement('i'));
  bar.firstChild.style.width = (100 * version.number) / version.count + '%';
  share.append(bar);
  return row;
}

async function follow() {
  if (view) {
    try {
      const query = new URLSearchParams({ session: session.name, view });
      const position = await (await fetch('api/position?' + query)).json();
      page('instant').textContent = position.instant ? time(position.instant) : '–';
      page('instant').dateTime = position.instant;
      page('elapsed').textContent = clock(position.offset);
      page('pass').textContent = position.pass ? 'pass ' + (position.pass + 1) : '';
      fill(page('versions'), position.versions.map(versionRow), 'No manifest yet.');
      timeline.move(position.offset);
    } catch (error) {
      say('the server does not answer: ' + error.message, false);
    }
  }
  const date = player?.playingDate;
  page('playhead').textContent = date ? time(date.toISOString()) : clock(video.currentTime);
}

function stream(offset) {
  const name = asked ? encodeURIComponent(asked) : 'stream';
  return name + '.' + (session?.extension || 'm3u8') + (offset === null ? '' : '?o=' + Math.max(0, offset).toFixed(3));
}

function play(offset) {
  player?.destroy();
  view = null;
  page('notice').textContent = '';
  if (offset !== null) page('offset').value = offset.toFixed(1);
  page('link').href = stream(offset);
  page('link').textContent = page('link').href;
  if (session.protocol === 'dash') {
    watch(offset);
    return;
  }
  if (!window.Hls?.isSupported()) {
    page('notice').textContent = 'This browser lacks Media Source Extensions; it plays without figures.';
    video.src = stream(offset);
    return;
  }
  player = new Hls({ enableWorker: true });
  player.on(Hls.Events.MANIFEST_LOADED, (event, data) => {
    // The redirect's target says which clock this viewer is on.
    const found = /\/view\/[^/]+\/(\d+\/\d+\/[\d.]+)\//.exec(data.networkDetails?.responseURL ?? data.url);
    view = found ? found[1] : null;
    follow();
  });
  player.on(Hls.Events.ERROR, (event, data) => {
    const status = data.response?.code ? ' (' + data.response.code + ')' : '';
    say(data.type + ': ' + data.details + status + (data.reason ? ' – ' + data.reason : ''), data.fatal);
    if (data.fatal) page('notice').textContent = 'Playback stopped: ' + data.details;
  });
  player.loadSource(stream(offset));
  player.attachMedia(video);
  video.play().catch(() => {
    page('notice').textContent = 'Press play.';
    video.addEventListener('play', () => (page('notice').textContent = ''), { once: true });
  });
}

// hls.js plays no DASH: the page shows the clock and the versions, the picture is in the player that has the address.
async function watch(offset) {
  page('notice').textContent = 'This page has no DASH player. Give the address beside it to yours: its clock begins when it asks.';
  const manifest = await fetch(stream(offset));
  view = /\/view\/[^/]+\/(\d+\/\d+\/[\d.]+)\//.exec(manifest.url)?.[1] ?? null;
  follow();
}

page('jump').addEventListener('submit', (event) => {
  event.preventDefault();
  play(Number(page('offset').value) || 0);
});

const answer = await fetch('api/session' + which);
if (answer.ok) {
  session = await answer.json();
  show();
  page('offset').value = session.replay.offset;
  play(null);
  setInterval(follow, 1000);
  setInterval(async () => {
    session = await (await fetch('api/session' + which)).json();
    show();
  }, 15000);
} else {
  page('notice').textContent = await answer.text();
}
