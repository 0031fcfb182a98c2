const pause_ms = 3000;
const fields = ['version', 'categoryId', 'title', 'byLine', 'summary', 'body'];

type Parts = {
  form: HTMLFormElement;
  line: HTMLElement;
  status: HTMLElement;
  version: HTMLInputElement;
  action: string;
};

function partsOf(line: HTMLElement): Parts | undefined {
  const form = line.closest('form');
  const status = line.querySelector<HTMLElement>('[role="status"]');
  const version = form?.elements.namedItem('version') as HTMLInputElement | null;
  const { action } = line.dataset;
  return form && status && version && action ? { form, line, status, version, action } : undefined;
}

/** Keeps the texts of one form, one save after another. */
class Keeper {
  readonly #parts: Parts;
  #timer = 0;
  #running = false;
  changed = false;
  stopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  later(): void {
    this.changed = true;
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.save(), pause_ms);
  }

  /** @param leaving the page may be closing: the request goes on without it */
  async save({ leaving = false } = {}): Promise<void> {
    if (this.stopped || this.#running || !this.changed) return;
    const { action, line } = this.#parts;
    this.#running = true;
    this.changed = false;
    this.#say(line.dataset.saving);
    try {
      const headers = { accept: 'application/json' };
      await this.#hear(await fetch(action, { method: 'POST', body: this.#typed(), headers, keepalive: leaving }));
    } catch {
      this.changed = true;
      this.#say(line.dataset.failed, true);
    }
    this.#running = false;
    if (this.changed) this.later();
  }

  async #hear(answer: Response): Promise<void> {
    const { version, line } = this.#parts;
    if (answer.ok) {
      const said = (await answer.json()) as { version: number };
      version.value = String(said.version);
      this.#say(line.dataset.saved?.replace('{time}', new Date().toTimeString().slice(0, 5)));
      return;
    }
    const { code } = (await answer.json().catch(() => ({ code: '' }))) as { code: string };
    this.stopped = code === 'competitions.entries.changed_elsewhere' || code === 'competitions.entry_wrong_state';
    const words = this.stopped ? 'conflict' : answer.status === 422 ? 'refused' : 'failed';
    this.#say(line.dataset[words], true);
  }

  #typed(): URLSearchParams {
    const data = new FormData(this.#parts.form);
    return new URLSearchParams(fields.map((name) => [name, String(data.get(name) ?? '')]));
  }

  #say(text: string | undefined, hot = false): void {
    this.#parts.status.textContent = text ?? '';
    this.#parts.line.classList.toggle('hot', hot);
  }
}

/**
 * Keeps the draft of an entry while somebody writes: a few seconds after the last letter, and when the page is left. Where
 * another window was quicker it stops and says so.
 */
export default function entryAutosave(line: HTMLElement): void {
  const parts = partsOf(line);
  if (!parts) return;
  const keeper = new Keeper(parts);
  parts.form.addEventListener('input', (event) => {
    if (fields.includes((event.target as HTMLInputElement).name)) keeper.later();
  });
  parts.form.addEventListener('submit', () => {
    // The form itself carries everything; a save at the same moment would only make it look changed elsewhere.
    keeper.stopped = true;
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') keeper.save({ leaving: true });
  });
}
