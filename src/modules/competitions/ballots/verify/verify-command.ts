import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Command, Option } from 'commander';
import { type Finding, Unreadable } from './findings.ts';
import { readReceiptCode } from './receipt-code.ts';
import { type Looked, type Verdict, verifyFile } from './verify-file.ts';
import type { Say } from './words.ts';

type Options = { json?: boolean; key?: string; head: string[]; receipt: string[]; lang: 'en' | 'zh-CN' };

/** Gives the words of a language; called once there is something to say. */
export type WordsOf = (lang: Options['lang']) => Say;

const prefix = 'competitions.ballots.verify.';
const mark = { verified: 0, not: 1, unreadable: 2 };

/**
 * `tongxin verify-tally FILE`: recomputes a published ballot file. Opens no database and asks no server. Ends with 0 where
 * everything agrees, 1 where something does not, 2 where the file cannot be read.
 */
export function verifyCommand(program: Command, wordsOf: WordsOf): void {
  const collect = (value: string, before: string[]) => [...before, value];
  program
    .command('verify-tally <file>')
    .description('recompute a published ballot file (.jsonl, .jsonl.gz, - for standard input); needs no database')
    .option('--json', 'print one JSON object')
    .option('--key <base64>', 'the public key as you know it from elsewhere')
    .option('--head <file>', 'a signed head that you kept while voting ran; may be given several times', collect, [])
    .option('--receipt <code>', 'say what became of this ballot; may be given several times', collect, [])
    .addOption(
      new Option('--lang <language>', 'language of what is said').choices(['en', 'zh-CN']).default(ownLanguage()),
    )
    .action(async (file: string, options: Options) => {
      process.exitCode = await verify(file, options, wordsOf(options.lang));
    });
}

function ownLanguage(): Options['lang'] {
  return /^zh/i.test(process.env.LC_ALL || process.env.LANG || '') ? 'zh-CN' : 'en';
}

async function verify(file: string, { json, key, head, receipt }: Options, t: Say): Promise<number> {
  const started = performance.now();
  const print = (text: string) => process.stdout.write(`${text}\n`);
  try {
    const kept = await Promise.all(head.map((one) => readFile(one, 'utf8')));
    const verdict = await verifyFile(chunksOf(file), { key, kept });
    const seconds = Math.round((performance.now() - started) / 10) / 100;
    const looked = receipt.map((code) => ({ code, ...lookUp(verdict, code, t) }));
    print(json ? JSON.stringify(asObject(verdict, seconds, looked, t)) : inWords(verdict, seconds, looked, t));
    return verdict.verified ? mark.verified : mark.not;
  } catch (error) {
    const known = error instanceof Unreadable;
    const code = known ? error.code : ((error as { code?: string }).code ?? 'error');
    const message = known ? t(`${prefix}unreadable.${error.code}`, error.params) : (error as Error).message;
    if (json) print(JSON.stringify({ error: { code, message } }));
    process.stderr.write(`${t(`${prefix}unreadable_title`)}: ${message}\n`);
    return mark.unreadable;
  }
}

/** The bytes of the file; unpacked where they are packed, whatever the name says. */
async function* chunksOf(file: string): AsyncIterable<Uint8Array> {
  const source = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 256 * 1024 });
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await chunks.next();
  if (first.done) return;
  const packed = first.value[0] === 0x1f && first.value[1] === 0x8b;
  const whole = (async function* () {
    yield first.value;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  })();
  if (!packed) yield* whole;
  // What is wrong with the packed bytes comes out of the end that is read.
  else yield* pipeline(Readable.from(whole), createGunzip(), () => {});
}

type LookedUp = { state: Looked['state'] | 'none' | 'wrong'; position?: number; message: string };

// keys: competitions.ballots.verify.found.*
function lookUp({ look }: Verdict, code: string, t: Say): LookedUp {
  const secret = readReceiptCode(code);
  const found = secret && look(secret);
  const state = found ? found.state : secret ? 'none' : 'wrong';
  const choices = found?.choices.map(({ number, title }) => `${number} ${title}`).join(', ');
  return {
    state,
    ...(found ? { position: found.position } : {}),
    message: t(`${prefix}found.${state}`, { position: found?.position, choices }),
  };
}

const sentence = ({ code, params }: Finding, t: Say) => t(`${prefix}finding.${code}`, params);
const closeOf = ({ heads }: Verdict) => heads.find(({ kind }) => kind === 'close')?.time ?? null;

function asObject(verdict: Verdict, seconds: number, receipts: LookedUp[], t: Say): Record<string, unknown> {
  const { header, count } = verdict;
  return {
    verified: verdict.verified,
    findings: verdict.findings.map((finding) => ({ ...finding, message: sentence(finding, t) })),
    unlisted: verdict.unlisted,
    competition: header.competition,
    title: header.title,
    stage: header.stage,
    origin: header.origin,
    hash: header.hash,
    public_key: verdict.publicKey,
    ballots: count.ballots,
    replaced: count.replaced,
    invalidated: count.invalidated,
    counted: count.counted,
    first: count.first,
    votes: header.entries.map(({ number, title }, at) => ({ number, title, votes: count.votes[at] })),
    heads: verdict.heads.map(({ size, time, kind }) => ({ size, time, kind })),
    closed_at: closeOf(verdict),
    invalidations: verdict.invalidations,
    final: verdict.final,
    ...(receipts.length > 0 ? { receipts } : {}),
    seconds,
  };
}

function inWords(verdict: Verdict, seconds: number, receipts: LookedUp[], t: Say): string {
  const { header, count, heads, findings } = verdict;
  const say = (key: string, params?: Record<string, unknown>) => t(prefix + key, params);
  const facts: [string, string | number][] = [
    [say('competition'), `${header.title} (${header.origin})`],
    [say('ballots'), count.ballots],
    [say('replaced'), count.replaced],
    [say('invalidated'), count.invalidated],
    [say('counted'), count.counted],
    [say('first'), count.first],
    [say('heads'), heads.length],
    [say('closed'), closeOf(verdict) ?? '-'],
    [say('key'), verdict.publicKey],
  ];
  const lines = facts.map(([name, value]) => `${name}: ${value}`);
  const places = new Map(verdict.final?.map((entry) => [entry.number, entry]));
  lines.push('', [say('column.number'), say('column.votes'), say('column.title')].join('\t'));
  for (const [at, { number, title }] of header.entries.entries()) {
    const final = places.get(number);
    const place = final ? `\t${say('column.score')} ${final.score}\t${say('column.rank')} ${final.rank}` : '';
    lines.push(`${number}\t${count.votes[at]}\t${title}${place}`);
  }
  lines.push('');
  for (const one of verdict.invalidations) lines.push(say('invalidation', one));
  for (const { message } of receipts) lines.push(message);
  lines.push(`${say(verdict.verified ? 'verified' : 'not_verified')} (${say('took', { seconds })})`);
  for (const finding of findings) lines.push(`- ${sentence(finding, t)}`);
  if (verdict.unlisted > 0) lines.push(`- ${say('more', { n: verdict.unlisted })}`);
  return lines.join('\n');
}
