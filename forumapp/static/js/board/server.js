/* Asks and tells the server; what it refuses is thrown with its words. */
export class Refusal extends Error {
  constructor(status, answer) {
    super(answer.message);
    this.status = status;
    this.answer = answer;
  }
}

export class Server {
  constructor({ here, csrf, words }) {
    Object.assign(this, { here, csrf, words });
  }

  /** JSON from an address under the board's own; null where there is nothing new. */
  async get(path, { unattended = false } = {}) {
    const headers = unattended ? { "X-Unattended": "1" } : {};
    const answer = await this.#fetch(`${this.here}/${path}`, { headers });
    return answer.status === 204 ? null : answer.json();
  }

  async post(path, facts = {}) {
    const answer = await this.#told(`${this.here}/${path}`, facts);
    return answer.json();
  }

  /** A piece of a page. */
  async piece(path) {
    return (await this.#fetch(`${this.here}/${path}`)).text();
  }

  /** A form, answered by a piece of a page: {ok, html}. What can't be saved has the words in it. */
  async send(form) {
    const body = new FormData(form);
    const answer = await this.#reach(form.action, { method: "POST", body });
    if (![200, 409, 422].includes(answer.status)) throw await this.#refusal(answer);
    return { ok: answer.ok, html: await answer.text() };
  }

  /** A list of facts, answered by a piece of a page. */
  async tell(address, facts) {
    return (await this.#told(address, facts)).text();
  }

  #told(address, facts) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.csrf };
    return this.#fetch(address, { method: "POST", headers, body: JSON.stringify(facts) });
  }

  async #fetch(address, options) {
    const answer = await this.#reach(address, options);
    if (!answer.ok) throw await this.#refusal(answer);
    return answer;
  }

  async #reach(address, options = {}) {
    const headers = { Accept: "application/json", ...options.headers };
    try {
      return await fetch(address, { ...options, headers, redirect: "manual" });
    } catch {
      throw new Refusal(0, { message: this.words.offline });
    }
  }

  async #refusal(answer) {
    const out = answer.type === "opaqueredirect" || [400, 401].includes(answer.status);
    if (out) return new Refusal(401, { message: this.words.signed_out });
    const said = await answer.json().catch(() => null);
    return new Refusal(answer.status, said?.message ? said : { message: this.words.failed });
  }
}

/** The words with facts put in: fill("{code} is saved", { code: "P1" }). */
export const fill = (words, facts) => words.replace(/\{(\w+)\}/g, (_all, name) => facts[name]);
