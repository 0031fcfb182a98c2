import path from 'node:path';
import { Command, CommanderError } from 'commander';
import { AppError } from '../../../kernel/errors/index.ts';
import { createI18n, loadMessages } from '../../../kernel/i18n/index.ts';
import { evalCommands } from './eval-commands.ts';

/**
 * The evaluations as a program of their own, which bin/tongxin starts for `eval`: what they measure as their memory is
 * theirs, and not that of the whole platform.
 */
const program = new Command('tongxin').description("Tongxin: the operator's commands").showHelpAfterError();
evalCommands(program);
for (const command of [program, ...program.commands, ...program.commands.flatMap((inner) => inner.commands)])
  command.exitOverride();

/** In words where the catalogue has them: a file that is no table, a workbook with a password. */
function wordsOf(error: Error): string {
  if (!(error instanceof AppError)) return error.message;
  const i18n = createI18n({ messages: loadMessages(path.join(import.meta.dirname, 'messages')), onProblem: 'log' });
  return i18n.t('en')(`errors.${error.code}`, error.params);
}

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode;
  } else {
    const words = wordsOf(error as Error);
    const code = (error as { code?: string }).code ?? 'error';
    if (process.argv.includes('--json'))
      process.stdout.write(`${JSON.stringify({ error: { code, message: words } })}\n`);
    process.stderr.write(`${words}\n`);
    process.exitCode = 1;
  }
}
