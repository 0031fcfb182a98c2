import type { Command } from 'commander';
import type { WithKernel } from '../module.ts';
import { chainEntries, verifyChain } from './audit.ts';

/** `tongxin audit verify`: recomputes the whole chain. Exit status 1 where it is broken. */
export function auditCommands(program: Command, withKernel: WithKernel): void {
  const audit = program.command('audit').description('the append-only log of what staff and the system did');
  audit
    .command('verify')
    .description('recompute the hash chain and say whether anything was changed or taken out')
    .option('--json', 'print one JSON object')
    .action(async (options: { json?: boolean }) => {
      const verdict = await withKernel(async (k) => {
        while ((await chainEntries(k.db)) > 0);
        return verifyChain(k.db);
      });
      if (options.json) process.stdout.write(`${JSON.stringify({ ok: verdict.broken === null, ...verdict })}\n`);
      else if (verdict.broken) process.stdout.write(`BROKEN at link ${verdict.broken.seq}: ${verdict.broken.reason}\n`);
      else process.stdout.write(`${verdict.entries} entries, unbroken; head ${verdict.head ?? '(none)'}\n`);
      if (verdict.broken) process.exitCode = 1;
    });
}
