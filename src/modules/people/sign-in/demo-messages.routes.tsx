import { fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { demoFactors } from '../second-factor/second-factor.queries.ts';
import { codeOf, openSecret, stepAt } from '../second-factor/totp.ts';
import { textOf } from '../text-of.ts';
import { demoCodesShown, hasDemoPeople } from './demo-messages.ts';
import { type DemoCode, DemoMessagesPage } from './demo-messages-page.tsx';

const hour_ms = 3_600_000;

/** Messages that reach nobody, for trying out; not there unless `demoCodesShown`. */
export function demoMessagesRoutes(app: App, k: Kernel): void {
  app.get('/demo/messages', async (request, reply) => {
    if (!(await demoCodesShown(k))) fail('kernel.not_found');
    const factors = await hasDemoPeople(k);
    const [messages, codes] = await Promise.all([k.notify.loopback.list({ limit: 50 }), factors ? codesNow(k) : []]);
    const still = textOf(request.query, 'still') === '1';
    // It reads itself anew without scripts; whoever needs longer can stop it.
    if (!still) reply.header('refresh', '10');
    return sendPage(request, reply, (ctx) => ({
      title: ctx.t('people.demo.title'),
      robots: 'noindex',
      main: <DemoMessagesPage messages={messages} codes={codes} factors={factors} still={still} />,
    }));
  });
}

/** The next code that opens for each of the demo's staff who signed in within the last hour. */
async function codesNow(k: Kernel): Promise<DemoCode[]> {
  // Sessions are stamped by the machine's clock.
  const waiting = await demoFactors(k.db, new Date(Date.now() - hour_ms));
  const now = k.clock.now();
  const here = stepAt(now);
  return waiting.map(({ accountId, email, name, secret, lastStep }) => {
    // One code opens once: somebody who has just used it is shown the next, which opens already.
    const step = lastStep >= here ? here + 1 : here;
    return {
      name,
      email,
      code: codeOf(openSecret(k, accountId, secret), step),
      seconds: Math.ceil(((step + 1) * 30_000 - now.getTime()) / 1000),
    };
  });
}
