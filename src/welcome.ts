import type { Kernel } from './kernel/kernel.ts';
import { demoAccounts, needsSetUp, setUpToken } from './modules/people/index.ts';

/** What the operator reads once the server listens: the address, the demo accounts, where one-time codes are shown. */
export async function welcome(k: Kernel, seconds: number): Promise<void> {
  const lines = ['', `  Tongxin is listening on ${k.config.publicUrl}  (${seconds.toFixed(1)} s)`];
  const accounts = await demoAccounts(k);
  if (accounts.length > 0) {
    lines.push(
      '',
      '  Demo accounts; sign in by e-mail, the one-time code is shown at',
      `  ${k.config.publicUrl}/demo/messages`,
      '',
    );
    const width = Math.max(...accounts.map((account) => account.email.length));
    for (const { email, words } of accounts) lines.push(`    ${email.padEnd(width)}  ${words}`);
  }
  if (await needsSetUp(k)) {
    lines.push(
      '',
      '  Nobody has set it up yet. Open',
      `  ${k.config.publicUrl}/set-up`,
      '',
      `  and enter the set-up code  ${setUpToken(k)}`,
    );
  }
  lines.push('', '  Ctrl-C stops it.', '');
  process.stdout.write(`${lines.join('\n')}\n`);
}
