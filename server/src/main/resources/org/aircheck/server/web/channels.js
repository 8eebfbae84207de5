// The page of looped channels: a player for each, and what the server says of it.
const list = document.getElementById('channels');
const cards = new Map();

function link(address) {
  const a = document.createElement('a');
  a.href = address;
  a.textContent = '/' + decodeURIComponent(address);
  return a;
}

function items(ul, lines) {
  ul.replaceChildren(...lines.map((line) => {
    const li = document.createElement('li');
    li.textContent = line;
    return li;
  }));
}

function play(card, address) {
  const video = card.querySelector('video');
  const error = card.querySelector('.error');
  if (window.Hls && Hls.isSupported()) {
    const player = new Hls();
    player.on(Hls.Events.ERROR, (_, data) => {
      if (data.fatal) {
        error.textContent = 'The player gave up: ' + data.details;
        player.destroy();
      }
    });
    player.loadSource(address);
    player.attachMedia(video);
  } else {
    video.src = address;
  }
  video.play().catch(() => {});
}

function make(channel) {
  const card = document.getElementById('channel').content.cloneNode(true).firstElementChild;
  card.querySelector('h2').textContent = channel.name;
  card.querySelector('button').addEventListener('click', (event) => {
    event.target.disabled = true;
    play(card, channel.hls);
  });
  const addresses = card.querySelector('.addresses');
  addresses.append(link(channel.hls));
  list.append(card);
  return card;
}

function show(card, channel) {
  if (channel.dash && !card.dataset.dash) {
    card.dataset.dash = channel.dash;
    card.querySelector('.addresses').append(' · ', link(channel.dash));
  }
  card.querySelector('.settings').textContent = [
    channel.state,
    'a pass of ' + channel.loop,
    'window ' + channel.window + ' s',
    'target duration ' + channel.target + ' s',
    'durations: ' + channel.durations,
  ].join(' · ');
  const body = card.querySelector('tbody');
  body.replaceChildren(...channel.renditions.map((rendition) => {
    const row = document.createElement('tr');
    row.insertCell().append(rendition.address ? link(rendition.address) : rendition.name);
    row.insertCell().append(rendition.kind);
    row.insertCell().append(rendition.segments);
    return row;
  }));
  items(card.querySelector('.problems'), channel.problems);
}

async function refresh() {
  const answer = await fetch('api/channels', { cache: 'no-store' });
  const state = await answer.json();
  document.getElementById('now').textContent = state.now.replace('T', ' ').replace(/\.\d+Z|Z/, ' UTC');
  for (const channel of state.channels) {
    if (!cards.has(channel.name)) cards.set(channel.name, make(channel));
    show(cards.get(channel.name), channel);
  }
  items(document.getElementById('problems'), state.problems);
  document.querySelector('.folder').hidden = state.problems.length === 0;
}

refresh();
setInterval(() => refresh().catch(() => {}), 2000);
