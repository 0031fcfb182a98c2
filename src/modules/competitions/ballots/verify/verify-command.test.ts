import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { linesOf, publicKey, soundFile } from './made-file.fixture.ts';

const program = path.resolve(import.meta.dirname, '../../../../../dist/verify-tally.worker.js');
const folder = mkdtempSync(path.join(tmpdir(), 'verify-'));
afterAll(() => rmSync(folder, { recursive: true }));

function keep(name: string, content: string | Buffer): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function run(args: string[], input?: string): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [program, 'verify-tally', ...args]);
  const said = { out: '', err: '' };
  child.stdout.on('data', (text) => {
    said.out += text;
  });
  child.stderr.on('data', (text) => {
    said.err += text;
  });
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, ...said };
}

const text = `${linesOf(soundFile()).join('\n')}\n`;
const sound = keep('sound.jsonl', text);
const flipped = keep('flipped.jsonl', text.replace('"c":[2]', '"c":[3]'));

it('ends with 0 where everything agrees: a file, a packed file, standard input', { timeout: 60_000 }, async () => {
  const packed = keep('packed.bin', gzipSync(text));
  const plain = await run([sound, '--json']);
  expect(plain).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(plain.out)).toMatchObject({
    verified: true,
    findings: [],
    ballots: 201,
    replaced: 7,
    invalidated: 10,
    counted: 184,
    first: 194,
    public_key: publicKey.toString('base64'),
    closed_at: '2026-11-23T16:00:00Z',
    seconds: expect.any(Number),
  });
  expect((await run([packed])).code).toBe(0);
  expect((await run(['-', '--key', publicKey.toString('base64')], text)).code).toBe(0);
});

it('ends with 1 and says what does not agree, in either language', { timeout: 60_000 }, async () => {
  const english = await run([flipped, '--lang', 'en']);
  expect(english.code).toBe(1);
  expect(english.out).toContain('Something does not agree');
  expect(english.out).toMatch(/Entry 3: published votes \d+, reckoned \d+/);
  const chinese = await run([flipped, '--lang', 'zh-CN']);
  expect(chinese.out).toMatch(/3 号公布得票 \d+，重算是 \d+/);
  const { findings } = JSON.parse((await run([flipped, '--json'])).out);
  expect(findings[0]).toMatchObject({ code: 'head_root', message: expect.stringContaining('64 leaves') });
  expect((await run([sound, '--key', Buffer.alloc(32).toString('base64')])).code).toBe(1);
  expect((await run([sound, '--head', keep('kept', 'another head')])).code).toBe(1);
});

it('ends with 2 where the file cannot be read', { timeout: 60_000 }, async () => {
  const cut = keep('cut.gz', gzipSync(text).subarray(0, 3000));
  for (const file of [path.join(folder, 'none'), keep('text', 'ballots\n'), keep('half', text.slice(0, 5000)), cut])
    expect((await run([file])).code, file).toBe(2);
  const { code, out } = await run([keep('empty', ''), '--json']);
  expect(code).toBe(2);
  expect(JSON.parse(out)).toEqual({ error: { code: 'no_ballot_file', message: expect.any(String) } });
  expect((await run([])).code).toBe(2);
});

it('says what became of a ballot', { timeout: 60_000 }, async () => {
  const { out } = await run([sound, '--json', '--receipt', '0000-0000-0000-0000', '--receipt', 'x']);
  expect(JSON.parse(out).receipts).toMatchObject([{ state: 'none' }, { state: 'wrong' }]);
});
