import { parseArgs } from 'node:util';

/** A number that a bench takes: its default, its value with --quick, the most it may be. */
export type Setting = { default: number; quick: number; most: number; help: string };

export type Arguments<N extends string> = Record<N, number> & { json: boolean; quick: boolean };

/**
 * Reads --name=value for each setting, and --quick, --json and --help, which prints and ends.
 * @throws Error naming what is wrong
 */
export function readArguments<N extends string>(
  bench: { name: string; what: string; settings: Record<N, Setting> },
  argv = process.argv.slice(2),
): Arguments<N> {
  const names = Object.keys(bench.settings) as N[];
  const { values } = parseArgs({
    args: argv,
    options: {
      json: { type: 'boolean' },
      quick: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
      ...Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
    },
  });
  const given = values as Record<string, string | boolean | undefined>;
  if (given.help) {
    process.stdout.write(helpOf(bench));
    process.exit(0);
  }
  const quick = given.quick === true;
  const read = (name: N): [N, number] => {
    const setting = bench.settings[name];
    const value =
      given[name] === undefined ? (quick ? setting.quick : setting.default) : Number(given[name] || Number.NaN);
    if (!Number.isFinite(value) || value < 0 || value > setting.most)
      throw new Error(`--${name} must be a number from 0 to ${setting.most}`);
    return [name, value];
  };
  return { ...Object.fromEntries(names.map(read)), json: given.json === true, quick } as Arguments<N>;
}

export function helpOf(bench: { name: string; what: string; settings: Record<string, Setting> }): string {
  const lines = Object.entries(bench.settings).map(
    ([name, { help, ...numbers }]) =>
      `  --${name.padEnd(14)} ${help} (${numbers.default}; quick ${numbers.quick}; at most ${numbers.most})`,
  );
  return [
    `Usage: bin/bench ${bench.name} [--json] [--quick] [options]`,
    '',
    bench.what,
    '',
    ...lines,
    '  --quick          a few seconds, to see that the bench itself works; its figures say nothing',
    '  --json           the result on one line; progress is on standard error in any case',
    '',
  ].join('\n');
}

/** The one JSON object of a bench. */
export function printResult(result: unknown, { json }: { json: boolean }): void {
  process.stdout.write(`${json ? JSON.stringify(result) : JSON.stringify(result, null, 2)}\n`);
}

export function progress(words: string): void {
  process.stderr.write(`${words}\n`);
}
