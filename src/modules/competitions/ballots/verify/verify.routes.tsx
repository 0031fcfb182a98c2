import path from 'node:path';
import type { App } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { sendPublicPage } from '../../../../ui/send-page.tsx';
import { savedPage } from './saved-page.tsx';
import { savedName, VerifyPage, verifyPath } from './verify-page.tsx';

/** Where everybody checks a count, on the site and in a page that they keep. */
export function verifyRoutes(app: App, k: Kernel): void {
  app.get(verifyPath, (request, reply) =>
    sendPublicPage(k, request, reply, async (ctx) => ({
      title: ctx.t('competitions.ballots.verify.title'),
      description: ctx.t('competitions.ballots.verify.lead'),
      main: <VerifyPage ctx={ctx} />,
      tags: ['competitions'],
    })),
  );
  app.get(`${verifyPath}.html`, (request, reply) =>
    reply
      .header('content-disposition', `attachment; filename="${savedName}"`)
      .type('text/html; charset=utf-8')
      .send(savedPage(app.frame.anonymous(request), path.join(k.root, 'dist'))),
  );
}
