import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

export type Project = { id: string; name: string; votes: number };

/** A file of Pabulib: what it says of itself, its projects with the official count, and its ballots one after another. */
export type Pabulib = {
  meta: ReadonlyMap<string, string>;
  projects: Project[];
  /** project ids on each ballot, each once; read as they are asked for, by one reader */
  ballots: AsyncGenerator<string[]>;
};

export class NoPabulib extends Error {
  readonly code = 'no_pabulib_file';
}

/**
 * Opens a Pabulib file (fields separated by semicolons, sections META, PROJECTS, VOTES).
 * @throws NoPabulib where it is none, or its votes are not approvals
 */
export async function openPabulib(file: string): Promise<Pabulib> {
  const rows = rowsOf(file);
  const meta = new Map<string, string>();
  const projects: Project[] = [];
  for (let section = '', names: string[] | null = null; section !== 'VOTES'; ) {
    const next = await rows.next();
    if (next.done) throw new NoPabulib('It has no section VOTES.');
    const [first = '', second = ''] = next.value;
    if (next.value.length === 1 && /^(META|PROJECTS|VOTES)$/.test(first)) [section, names] = [first, null];
    else if (section === '') throw new NoPabulib('It does not begin with META.');
    else if (!names) names = next.value;
    else if (section === 'META') meta.set(first, second);
    else projects.push(projectOf(names, next.value));
  }
  const type = meta.get('vote_type') ?? 'approval';
  if (type !== 'approval')
    throw new NoPabulib(`Its votes are of the type ${type}; approval is the one that is counted here.`);
  if (projects.length === 0) throw new NoPabulib('It has no projects.');
  return { meta, projects, ballots: ballotsOf(rows) };
}

function projectOf(names: string[], row: string[]): Project {
  const of = (name: string) => row[names.indexOf(name)] ?? '';
  const votes = Number(of('votes'));
  if (of('project_id') === '' || !/^\d+$/.test(of('votes')))
    throw new NoPabulib(`A project has no number or no votes: ${row.join(';').slice(0, 80)}`);
  return { id: of('project_id'), name: of('name') || of('project_id'), votes };
}

async function* ballotsOf(rows: AsyncGenerator<string[]>): AsyncGenerator<string[]> {
  const { value: names } = await rows.next();
  const at = (names as string[] | undefined)?.indexOf('vote') ?? -1;
  if (at < 0) throw new NoPabulib('Its votes have no column vote.');
  for await (const row of rows) {
    const ids = (row[at] ?? '').split(',').map((id) => id.trim());
    yield [...new Set(ids.filter((id) => id !== ''))];
  }
}

async function* rowsOf(file: string): AsyncGenerator<string[]> {
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY });
  let first = true;
  for await (const line of lines) {
    const text = first ? line.replace(/^\ufeff/, '') : line;
    first = false;
    if (text.trim() !== '') yield fieldsOf(text);
  }
}

/** Fields of one line; a field in quotation marks may hold semicolons. */
function fieldsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(';').map((field) => field.trim());
  const fields: string[] = [];
  for (let at = 0; at <= line.length; ) {
    const quoted = /^"((?:[^"]|"")*)"(?=;|$)/.exec(line.slice(at));
    const next = line.indexOf(';', quoted ? at + quoted[0].length : at);
    const end = next < 0 ? line.length : next;
    fields.push((quoted ? (quoted[1] ?? '').replaceAll('""', '"') : line.slice(at, end)).trim());
    at = end + 1;
  }
  return fields;
}
