import type { Command } from 'commander';
import type { WithKernel } from '../../../kernel/module.ts';
import { systemActor } from '../actor.ts';
import { resetSecondFactor } from '../second-factor/set-up-second-factor.ts';
import { administratorSchema, makeAdministrator } from './make-administrator.ts';
import { accountByEmail } from './set-up.queries.ts';

/** `tongxin create-admin` and `tongxin reset-second-factor`. */
export function peopleCommands(program: Command, withKernel: WithKernel): void {
  program
    .command('create-admin')
    .description('make somebody an administrator of the whole city')
    .requiredOption('--email <address>', 'where their sign-in codes are sent')
    .requiredOption('--name <name>', 'their name')
    .option('--json', 'print one JSON object')
    .action(async (options: { email: string; name: string; json?: boolean }) => {
      const input = readAdministrator(options);
      const result = await withKernel(async (k) => ({
        ...(await makeAdministrator(k, input, { first: false })),
        signIn: `${k.config.publicUrl}/sign-in`,
      }));
      say(
        options.json,
        { ...result, email: input.email },
        `${input.email} is an administrator now. Sign in at ${result.signIn}; the second factor is set up there.`,
      );
    });
  program
    .command('reset-second-factor')
    .description('take away a lost second factor and end the sessions of its owner')
    .requiredOption('--email <address>', 'e-mail address of the account')
    .option('--json', 'print one JSON object')
    .action(async (options: { email: string; json?: boolean }) => {
      const accountId = await withKernel(async (k) => {
        const found =
          (await accountByEmail(k.db, options.email.trim().toLowerCase())) ??
          refuse('people.unknown_account', `no account has the address ${options.email}`);
        await resetSecondFactor(k, systemActor, found);
        return found;
      });
      say(
        options.json,
        { accountId, reset: true },
        'The second factor is gone; a new one is set up at the next sign-in.',
      );
    });
}

function readAdministrator(options: { email: string; name: string }) {
  const parsed = administratorSchema.safeParse(options);
  if (parsed.success) return parsed.data;
  const option = String(parsed.error.issues[0]?.path[0]);
  return refuse(
    'people.invalid',
    option === 'email' ? '--email: this is not an e-mail address' : '--name: give a name of 1 to 50 characters',
  );
}

/** Words for the operator; the code for programs. */
function refuse(code: string, words: string): never {
  throw Object.assign(new Error(words), { code });
}

function say(json: boolean | undefined, result: object, words: string): void {
  process.stdout.write(`${json ? JSON.stringify(result) : words}\n`);
}
