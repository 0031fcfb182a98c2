import { Command, CommanderError } from 'commander';
import { builtWords } from './built-words.ts';
import { verifyCommand } from './verify-command.ts';

/** The verifier as a program of its own, which bin/tongxin starts: nothing of the platform is loaded with it but words. */
const program = new Command('tongxin').showHelpAfterError().exitOverride();
verifyCommand(program, builtWords);
for (const command of program.commands) command.exitOverride();

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
