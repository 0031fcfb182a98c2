import type { Command } from 'commander';
import type { WithKernel } from '../../../../kernel/module.ts';

/** `tongxin maps import SLUG DIR`: statements and votes of an older conversation, as `comments.csv` and `votes.csv` of a Polis export. */
export function mapsCommand(program: Command, withKernel: WithKernel): void {
  program
    .command('maps')
    .description('opinion maps')
    .command('import <slug> <folder>')
    .description('bring comments.csv and votes.csv of an older conversation into a map that nobody has voted in')
    .option('--source <words>', 'where it was held, as everybody reads it', '')
    .option('--language <language>', 'in which the statements are written: zh-CN, zh-TW, en', 'zh-CN')
    .option('--json', 'print one JSON object')
    .action(async (slug: string, folder: string, options: { source: string; language: string; json?: boolean }) => {
      // Only here, so that other commands do not load what maps need.
      const { importFolder } = await import('./import-folder.ts');
      const imported = await withKernel((k) => importFolder(k, slug, folder, options));
      process.stdout.write(options.json ? `${JSON.stringify(imported)}\n` : inWords(imported));
    });
}

function inWords(figures: object): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name.padEnd(14)} ${value}\n`)
    .join('');
}
