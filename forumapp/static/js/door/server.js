/* Talking to the server: what it says of the door, the list, and the scans that go there. Each
   answers null while there is no network, and `{ failed: status }` where the server says no. */
const PATIENCE = 20_000; // milliseconds
const MOST = 200; // scans of one delivery

export function server(root) {
  let csrf = "";

  async function ask(path, options = {}) {
    try {
      const answer = await fetch(root + path, {
        ...options,
        cache: "no-store",
        credentials: "same-origin",
        signal: AbortSignal.timeout(PATIENCE),
      });
      return answer.ok ? await answer.json() : { failed: answer.status };
    } catch {
      return null;
    }
  }

  return {
    async state() {
      const state = await ask("state.json");
      if (state?.csrf) csrf = state.csrf;
      return state;
    },
    list: () => ask("list.json"),
    async deliver(waiting, after) {
      if (!csrf) await this.state();
      const scans = waiting.slice(0, MOST).map(({ refused: _refused, ...scan }) => scan);
      return ask("scans", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
        body: JSON.stringify({ sent_at: Date.now(), after, scans }),
      });
    },
  };
}
