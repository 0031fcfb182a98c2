import { Unreadable } from './findings.ts';
import { readReceiptCode } from './receipt-code.ts';
import { type Verdict, verifyFile } from './verify-file.ts';
import { type Say, sayFrom } from './words.ts';

const byId = <E extends HTMLElement>(id: string) => document.getElementById(id) as E;

/** Puts the tool of the page into life; the same on the site and in a saved page. Sends nothing anywhere. */
export function startVerifyTool(element: HTMLElement): void {
  const word = sayFrom(JSON.parse(element.dataset.words ?? '{}'));
  const file = element.querySelector<HTMLInputElement>('input[type=file]');
  const kept = element.querySelector<HTMLTextAreaElement>('textarea');
  const button = byId<HTMLButtonElement>('verify-check');
  let verdict: Verdict | null = null;

  const check = async () => {
    const chosen = file?.files?.[0];
    if (!chosen) return file?.focus();
    button.disabled = true;
    verdict = null;
    clear();
    const started = performance.now();
    try {
      const notes = notesIn(kept?.value ?? '');
      verdict = await verifyFile(piecesOf(chosen, showProgress(word, chosen.size)), { kept: notes });
      showVerdict(verdict, (performance.now() - started) / 1000, word);
    } catch (error) {
      say('verify-outcome', 'error', word('unreadable_title'), reasonOf(error, word));
    } finally {
      button.disabled = false;
      byId('verify-progress').hidden = true;
    }
  };
  button.addEventListener('click', () => void check());

  const receipt = byId('verify-receipt').querySelector('input') as HTMLInputElement;
  const look = () => verdict && showBallot(verdict, receipt.value, word);
  byId('verify-look').addEventListener('click', look);
  receipt.addEventListener('keydown', (event) => event.key === 'Enter' && look());
}

/** Signed heads as they were pasted, one after another. */
function notesIn(text: string): string[] {
  const trimmed = text.replace(/\r/g, '').trim();
  // A note ends with its line of signature.
  return trimmed === '' ? [] : (trimmed.match(/[\s\S]*?\n— \S+ \S+/g) ?? [trimmed]).map((note) => note.trim());
}

function reasonOf(error: unknown, word: Say): string {
  if (error instanceof Unreadable) return word(`unreadable.${error.code}`, error.params);
  return word(error instanceof NoGzip ? 'no_gzip' : 'broken');
}

class NoGzip extends Error {}

const piece = 128 * 1024;
const mostBusy_ms = 30;

/** The bytes of the file, unpacked where they are packed, in pieces small enough for the page to stay alive between them. */
async function* piecesOf(file: File, onRead: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  let read = 0;
  const counting = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      read += chunk.length;
      onRead(read);
      controller.enqueue(chunk);
    },
  });
  let stream = file.stream().pipeThrough(counting);
  if (first === 0x1f && second === 0x8b) {
    if (!('DecompressionStream' in globalThis)) throw new NoGzip();
    stream = stream.pipeThrough(new DecompressionStream('gzip'));
  }
  const reader = stream.getReader();
  let rested = performance.now();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    for (let at = 0; at < next.value.length; at += piece) {
      yield next.value.subarray(at, at + piece);
      if (performance.now() - rested < mostBusy_ms) continue;
      await new Promise((resolve) => setTimeout(resolve));
      rested = performance.now();
    }
  }
}

function showProgress(word: Say, all: number): (bytes: number) => void {
  const bar = byId('verify-progress').querySelector('progress');
  const note = byId('verify-outcome');
  byId('verify-progress').hidden = false;
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  return (bytes) => {
    if (bar) bar.value = (bytes / all) * 100;
    note.textContent = word('reading', { done: megabytes(bytes), all: megabytes(all) });
  };
}

function clear(): void {
  for (const id of ['verify-outcome', 'verify-result', 'verify-found']) byId(id).replaceChildren();
  byId('verify-receipt').hidden = true;
}

/** A notice of the page's own look in place of what stands there. */
function say(id: string, tone: 'success' | 'error' | 'info', title: string, text: string): void {
  const notice = byId<HTMLTemplateElement>(`verify-${tone}`).content.cloneNode(true) as DocumentFragment;
  const [head, body] = notice.querySelectorAll('p');
  if (head) head.textContent = title;
  if (body) body.textContent = text;
  byId(id).replaceChildren(notice);
}

function make(name: string, text?: string | number, className?: string): HTMLElement {
  const element = document.createElement(name);
  if (text !== undefined) element.textContent = String(text);
  if (className) element.className = className;
  return element;
}

function showVerdict(verdict: Verdict, seconds: number, word: Say): void {
  const { verified } = verdict;
  const took = word('took', { seconds: seconds.toFixed(1) });
  if (verified) say('verify-outcome', 'success', word('verified'), `${word('verified_note')} ${took}`);
  else say('verify-outcome', 'error', word('not_verified'), word('not_verified_note'));
  const result = byId('verify-result');
  if (!verified) result.append(findingsOf(verdict, word));
  result.append(factsOf(verdict, word), tableOf(verdict, word));
  if (verdict.invalidations.length > 0) {
    result.append(make('h2', word('invalidations')));
    result.append(listOf(verdict.invalidations.map((one) => word('invalidation', one))));
  }
  byId('verify-receipt').hidden = false;
}

function listOf(lines: string[]): HTMLElement {
  const list = make('ul');
  for (const line of lines) list.append(make('li', line));
  return list;
}

function findingsOf({ findings, unlisted }: Verdict, word: Say): HTMLElement {
  const lines = findings.map(({ code, params }) => word(`finding.${code}`, params));
  return listOf(unlisted > 0 ? [...lines, word('more', { n: unlisted })] : lines);
}

function factsOf({ header, count, heads, publicKey }: Verdict, word: Say): HTMLElement {
  const facts = make('dl', undefined, 'plain num ruled');
  const close = heads.filter(({ kind }) => kind === 'close')[0];
  const rows: [string, string | number][] = [
    [word('competition'), header.title],
    [word('ballots'), count.ballots],
    [word('replaced'), count.replaced],
    [word('invalidated'), count.invalidated],
    [word('counted'), count.counted],
    [word('first'), count.first],
    [word('heads'), heads.length],
    [word('closed'), close ? new Date(close.time).toLocaleString(document.documentElement.lang) : '-'],
    [word('key'), publicKey],
  ];
  for (const [name, value] of rows) {
    const row = make('div');
    row.append(make('dt', name), make('dd', value));
    facts.append(row);
  }
  return facts;
}

function tableOf({ header, count, final }: Verdict, word: Say): HTMLElement {
  const places = new Map(final?.map((entry) => [entry.number, entry]));
  const categories = new Map(header.categories.map(({ position, name }) => [position, name]));
  const several = categories.size > 1;
  const names = ['number', 'title', ...(several ? ['category'] : []), 'votes', ...(final ? ['score', 'rank'] : [])];
  const table = make('table', undefined, 'table');
  table.append(make('caption', word('table')));
  const head = make('tr');
  for (const name of names) {
    const cell = make('th', word(`column.${name}`), name === 'title' || name === 'category' ? undefined : 'num');
    cell.setAttribute('scope', 'col');
    head.append(cell);
  }
  const body = make('tbody');
  for (const [at, { number, title, category }] of header.entries.entries()) {
    const place = places.get(number);
    const of = several ? [categories.get(category) ?? ''] : [];
    const values = [
      number,
      title,
      ...of,
      count.votes[at] ?? 0,
      ...(final ? [place ? place.score.toFixed(2) : '-', place?.rank ?? '-'] : []),
    ];
    const row = make('tr');
    for (const [column, value] of values.entries()) {
      const cell = make('td', value, column === 0 || typeof value === 'number' ? 'num' : undefined);
      cell.dataset.label = word(`column.${names[column]}`);
      row.append(cell);
    }
    body.append(row);
  }
  const top = make('thead');
  top.append(head);
  table.append(top, body);
  return table;
}

function showBallot({ look }: Verdict, typed: string, word: Say): void {
  const secret = readReceiptCode(typed);
  const found = secret && look(secret);
  const state = found ? found.state : secret ? 'none' : 'wrong';
  const choices = found?.choices.map(({ number, title }) => `${number} ${title}`).join(', ');
  const text = word(`found.${state}`, { position: found?.position, choices });
  say('verify-found', state === 'counted' ? 'success' : found ? 'info' : 'error', typed, text);
}
