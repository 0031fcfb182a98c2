import type { Command } from 'commander';
import type { Tally } from './tally-file.ts';

/**
 * `tongxin eval tally FILE.pb`: real ballots through the whole of voting, in a database of its own. Figures go to standard
 * output (with --json one object and nothing else), what is under way to standard error. Ends with 1 where a count differs.
 */
export function tallyCommand(program: Command): void {
  const parent =
    program.commands.find((command) => command.name() === 'eval') ??
    program.command('eval').description('measure what learns or counts, on files');
  parent
    .command('tally <file>')
    .description('cast every ballot of a Pabulib file, close, count, verify, and compare with the count in the file')
    .option('--json', 'print one JSON object')
    .action(async (file: string, { json }: { json?: boolean }) => {
      // Only here, so that other commands do not load what voting needs.
      const { tallyFile } = await import('./tally-file.ts');
      const tally = await tallyFile(file, (words) => process.stderr.write(`${words}\n`));
      process.stdout.write(json ? `${JSON.stringify(tally)}\n` : inWords(tally));
      if (tally.mismatches > 0 || !tally.verified) process.exitCode = 1;
    });
}

function inWords({ mismatched, findings, ...figures }: Tally): string {
  const lines = Object.entries(figures).map(([name, value]) => `${name.padEnd(18)} ${value}`);
  for (const { project_id, name, official, counted } of mismatched)
    lines.push(`${project_id} ${name}: ${official} in the file, ${counted} counted`);
  for (const { code, params } of findings) lines.push(`verifier: ${code} ${JSON.stringify(params)}`);
  return `${lines.join('\n')}\n`;
}
