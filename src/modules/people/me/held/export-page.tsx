import type { T } from '../../../../kernel/i18n/index.ts';
import { renderFragment } from '../../../../ui/page.tsx';
import { type PageContext, useUi } from '../../../../ui/page-context.ts';
import type { HeldPart } from './held-parts.ts';
import { HeldView } from './held-view.tsx';
import { type Readable, readable, type Words } from './readable.ts';

export type ExportedFile = { name: string; path: string | null; sizeBytes: number };
type Exported = { parts: readonly HeldPart[]; files: readonly ExportedFile[]; name: string };

/** Everything in one file that needs nothing else: words only, no scripts, no pictures. */
const style = `
:root{color-scheme:light;--ink:#1d2321;--quiet:#5c6663;--rule:#d5d9d4;--main:#0f4a4e}
body{max-width:46rem;margin:0 auto;padding:2rem 1rem 4rem;color:var(--ink);background:#fff;
font:1rem/1.7 "Source Han Serif SC","Noto Serif CJK SC","Songti SC",SimSun,Georgia,serif}
h1{font-size:1.7rem;line-height:1.3;margin:0 0 .5rem}h2{font-size:1.2rem;margin:2.5rem 0 .5rem;padding-top:1rem;border-top:2px solid var(--main)}
p{margin:0 0 .5rem;overflow-wrap:anywhere}.quiet,dt{color:var(--quiet)}a{color:var(--main)}
nav ol,.held-list{padding-left:1.4rem}nav ol{columns:2}.held-list>li{padding:.5rem 0;border-bottom:1px solid var(--rule)}
dl{margin:0}dl>div{display:grid;grid-template-columns:9rem 1fr;gap:1rem}dd{margin:0;min-width:0}
@media(max-width:30rem){dl>div{display:block}nav ol{columns:1}}
@media print{body{padding:0}h2{break-after:avoid}}`;

/** The readable form of an export, as a document of its own. */
export function exportPage(ctx: PageContext, words: Words, exported: Exported): string {
  const main = renderFragment(ctx, <Everything {...exported} words={words} />);
  const title = ctx.t('people.held.file_title', { name: exported.name });
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><title>${escapeText(title)}</title><style>${style}</style>`;
  return `<!doctype html>\n<html lang="${ctx.locale}"><head>${head}</head><body>${main}</body></html>\n`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function Everything({ parts, files, name, words }: Exported & { words: Words }) {
  const { t } = useUi();
  const shown = parts.map((part) => ({ part, value: readable(part, words, Number.POSITIVE_INFINITY) }));
  return (
    <>
      <header>
        <h1>{t('people.held.file_title', { name })}</h1>
        <p class="quiet">{t('people.held.file_lead')}</p>
      </header>
      <nav>
        <ol>
          {parts.map((part) => (
            <li>
              <a href={`#${idOf(part)}`}>{heading(t, part)}</a>
            </li>
          ))}
        </ol>
      </nav>
      <main>
        {shown.map(({ part, value }) => (
          <section id={idOf(part)}>
            <h2>{heading(t, part)}</h2>
            {part.key === 'files' ? <Files files={files} /> : <Content value={value} />}
          </section>
        ))}
      </main>
    </>
  );
}

const idOf = ({ key }: HeldPart) => key.replaceAll('.', '-');

function Content({ value }: { value: Readable | null }) {
  const { t } = useUi();
  if (!value) return <p class="quiet">{t('people.held.nothing')}</p>;
  return <HeldView value={value} rest={(n) => t('people.held.rest', { n })} />;
}

function Files({ files }: { files: readonly ExportedFile[] }) {
  const { t } = useUi();
  if (files.length === 0) return <p class="quiet">{t('people.held.nothing')}</p>;
  return (
    <ul class="held-list">
      {files.map(({ name, path, sizeBytes }) => {
        const kilobytes = Math.ceil(sizeBytes / 1024);
        return (
          <li>
            {path ? <a href={encodeURI(path)}>{name}</a> : name}{' '}
            <span class="quiet">
              {t('people.held.kilobytes', { n: kilobytes })}
              {!path && ` ${t('people.held.not_in_file')}`}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** The words of a part's heading, with how many it holds. */
export function heading(t: T, part: Pick<HeldPart, 'title' | 'count'>): string {
  const title = t(part.title, { count: part.count ?? 0 });
  if (part.count === null || saysCount(t, part)) return title;
  return t('people.held.counted', { title, n: part.count });
}

/** Whether the message of a part says by itself how many there are. */
export function saysCount(t: T, { title }: Pick<HeldPart, 'title'>): boolean {
  return t(title, { count: 7 }) !== t(title, { count: 8 });
}
