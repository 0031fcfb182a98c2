import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Heading } from '../../../../ui/layout.tsx';
import { renderFragment } from '../../../../ui/page.tsx';
import { htmlLang, type PageContext } from '../../../../ui/page-context.ts';
import { VerifyTool } from './verify-page.tsx';

/** What the saved page may do: run what stands in it, and reach nothing. */
const policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";

/**
 * The checking page as one file that somebody keeps: styles, words and script stand in it, and it may not connect to
 * anything.
 * @param dist where the build lies
 */
export function savedPage(ctx: PageContext, dist: string): string {
  const script = readFileSync(path.join(dist, 'saved/verify-tally.js'), 'utf8');
  const styles = readFileSync(path.join(dist, 'assets', path.basename(ctx.assets.css)), 'utf8');
  const title = `${ctx.t('competitions.ballots.verify.title')} · ${ctx.city.brand}`;
  const main = renderFragment(
    ctx,
    <main id="main">
      <div class="wrap">
        <Heading title={ctx.t('competitions.ballots.verify.title')} lead={ctx.t('competitions.ballots.verify.lead')} />
        <VerifyTool />
      </div>
    </main>,
  );
  const frame = renderFragment(
    ctx,
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content={policy} />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{title}</title>
    </head>,
  );
  const inline = (text: string) => text.replace(/<\/(script|style)/gi, '<\\/$1').replace(/<!--/g, '<\\!--');
  return [
    '<!doctype html>',
    `<html lang="${htmlLang(ctx.locale)}" data-theme="${ctx.theme ?? 'auto'}">`,
    frame.replace('</head>', `<style>${inline(styles)}</style></head>`),
    `<body>${main}<script>${inline(script)}</script></body></html>`,
    '',
  ].join('\n');
}
