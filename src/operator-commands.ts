import type { Command } from 'commander';
import type { WithKernel } from './kernel/module.ts';

/** Commands of the program itself. */
export function settingsCommands(program: Command, withKernel: WithKernel): void {
  program
    .command('migrate')
    .description('bring the database up to date')
    .option('--json', 'print one JSON object')
    .action(async (options: { json?: boolean }) => {
      const migrated = await withKernel(async (k) => k.migrated);
      if (options.json) process.stdout.write(`${JSON.stringify({ migrated })}\n`);
      else
        process.stdout.write(
          migrated.length === 0
            ? 'The database is up to date.\n'
            : `Applied:\n${migrated.map((name) => `  ${name}\n`).join('')}`,
        );
    });
}
