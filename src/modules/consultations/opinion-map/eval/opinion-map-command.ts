import type { Command } from 'commander';

/**
 * `tongxin eval opinion-map DIR`: a conversation of Polis' open data through the mathematics of the opinion map. Figures go to
 * standard output (with --json one object and nothing else). A file that cannot be read is an error with file, line and column.
 */
export function opinionMapCommand(program: Command): void {
  const parent =
    program.commands.find((command) => command.name() === 'eval') ??
    program.command('eval').description('measure what learns or counts, on files');
  parent
    .command('opinion-map <folder>')
    .description('rebuild the opinion map of a conversation in the format of Polis and compare the groups')
    .option('--json', 'print one JSON object')
    .action(async (folder: string, { json }: { json?: boolean }) => {
      // Only here, so that other commands do not load what reading needs.
      const { evaluateMap } = await import('./evaluate-map.ts');
      const evaluation = await evaluateMap(folder);
      process.stdout.write(json ? `${JSON.stringify(evaluation)}\n` : inWords(evaluation));
    });
}

function inWords(figures: Record<string, number | null>): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name.padEnd(22)} ${value ?? '-'}\n`)
    .join('');
}
