// Building and updating the document. Text always goes in as text, never as markup.

/** An element; `props` holds attributes, `on…` listeners, `class`, `data`, and `text`. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'class') node.className = value;
    else if (name === 'text') node.textContent = value;
    else if (name === 'data') Object.assign(node.dataset, value);
    else if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'value') node.value = value;
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const SVG = 'http://www.w3.org/2000/svg';

/** One of the page's own drawings; says nothing to a screen reader. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'glyph');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#i-${name}`);
  svg.append(use);
  return svg;
}

/**
 * Makes the children of `parent` show `items`, touching only what is not as it was: focus, open
 * menus and what a screen reader has read stay as they are.
 */
export function sync(parent, items, keyOf, render) {
  const before = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let at = parent.firstElementChild;
  for (const item of items) {
    const key = String(keyOf(item));
    const state = JSON.stringify(item);
    let node = before.get(key);
    before.delete(key);
    if (!node || node.syncedState !== state) {
      const fresh = render(item);
      fresh.dataset.key = key;
      fresh.syncedState = state;
      if (node) {
        if (node === at) at = fresh;
        node.replaceWith(fresh);
      }
      node = fresh;
    }
    if (node === at) at = at.nextElementSibling;
    else parent.insertBefore(node, at);
  }
  before.forEach((node) => node.remove());
}

/** A tile with initials, in a colour that stays with the id; the picture of this hash lies over it. */
export function avatar(id, name, bot, hash) {
  const words = name.trim().split(/[\s_.-]+/).filter(Boolean);
  const initials = words.length > 1 ? words[0][0] + words[1][0] : [...name.trim()].slice(0, 2).join('');
  const node = el('span', { class: bot ? 'avatar bot' : 'avatar', 'aria-hidden': 'true', text: initials });
  node.style.setProperty('--hue', String(hueOf(id)));
  if (hash) node.append(image(`/cdn/avatars/${id}/${hash}.png`));
  return node;
}

/** A picture that goes when it is none. */
export function image(src, alt = '') {
  return el('img', { src, alt, onerror: (event) => event.target.remove() });
}

/** Where the local Discord has a picture of Discord's CDN; empty for pictures from elsewhere. */
export function localPicture(url) {
  const found = /^https:\/\/cdn\.discordapp\.com(\/(?:avatars|app-icons)\/\d{1,19}\/\w+\.\w+)/.exec(url ?? '');
  return found ? `/cdn${found[1]}` : '';
}

/** A link to Discord's own site that the local Discord has a place for, as `{what, id, …}`. */
export function localLink(text) {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^(?:ptb\.|canary\.)?discord(?:app)?\.com$/.test(url.hostname)) return null;
  if (/^\/(?:api\/)?oauth2\/authorize$/.test(url.pathname)) {
    return { what: 'invite', id: url.searchParams.get('client_id') ?? '', permissions: url.searchParams.get('permissions') ?? '' };
  }
  const portal = /^\/developers\/applications(?:\/(\d{1,19}))?/.exec(url.pathname);
  return portal ? { what: 'portal', id: portal[1] ?? '' } : null;
}

/** Lets whoever listens follow a local link. */
export function follow(link) {
  document.dispatchEvent(new CustomEvent('local-link', { detail: link }));
}

function hueOf(id) {
  let hash = 0x811c9dc5;
  for (const digit of String(id)) hash = Math.imul(hash ^ digit.charCodeAt(0), 0x01000193);
  return (hash >>> 8) % 360;
}
