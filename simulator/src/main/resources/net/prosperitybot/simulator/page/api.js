// The page's way to the local Discord: small JSON orders, and one stream of what to fetch again.

export class Refused extends Error {}

async function answered(response) {
  const json = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(json.message || json.title || `The local Discord answered ${response.status}.`);
  return json;
}

export async function get(path, query = {}) {
  const search = new URLSearchParams(query);
  return answered(await fetch(`/local/api/${path}?${search}`));
}

export async function post(path, order = {}) {
  return answered(
    await fetch(`/local/api/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(order),
    }),
  );
}

/** Calls `changed(topics)` for every change, with null when everything is to be fetched. */
export function listen(changed, connected) {
  const stream = new EventSource('/local/events');
  stream.addEventListener('hello', () => {
    connected(true);
    changed(null);
  });
  stream.addEventListener('changed', (event) => {
    const { everything, topics } = JSON.parse(event.data);
    changed(everything ? null : topics);
  });
  stream.addEventListener('error', () => connected(false));
}

/** Runs `work` now, or once more after the running one: never twice at a time. */
export function coalesced(work) {
  let running = null;
  let again = false;
  return function run() {
    if (running) {
      again = true;
      return running;
    }
    running = (async () => {
      try {
        do {
          again = false;
          await work();
        } while (again);
      } finally {
        running = null;
      }
    })();
    return running;
  };
}
