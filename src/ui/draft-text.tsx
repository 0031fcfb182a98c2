import type { ComponentChildren } from 'preact';
import { useUi } from './page-context.ts';
import { Lang } from './text.tsx';

/** One piece of a text with chapters and articles; `html` is safe as it stands. */
export type DraftPiece = {
  anchor: string;
  kind: 'chapter' | 'section' | 'article' | 'paragraph' | 'item' | 'table' | 'heading';
  /** 第三条, （一）; empty where it has none */
  label: string;
  depth: number;
  parentAnchor: string | null;
  text: string;
  html: string;
};

export type DraftTextProps = {
  pieces: readonly DraftPiece[];
  /** Behind a piece: what was said about it, and the way to say something. */
  aside?: (anchor: string) => ComponentChildren;
  /** Language of the text where it is not the page's. */
  lang?: string;
};

type Chapter = { title: DraftPiece | undefined; pieces: DraftPiece[] };

const opensChapter = ({ kind, depth }: DraftPiece): boolean =>
  kind === 'chapter' || (kind === 'heading' && depth === 0);

function chaptersOf(pieces: readonly DraftPiece[]): Chapter[] {
  const chapters: Chapter[] = [{ title: undefined, pieces: [] }];
  for (const piece of pieces) {
    if (opensChapter(piece)) chapters.push({ title: piece, pieces: [] });
    else chapters.at(-1)?.pieces.push(piece);
  }
  return chapters.filter(({ title, pieces: inside }) => title !== undefined || inside.length > 0);
}

/** A text of rules: chapters with their titles in the margin, articles with their numbers beside them, each with an address. */
export function DraftText({ pieces, aside, lang }: DraftTextProps) {
  return (
    <div class="draft-text" lang={lang}>
      {chaptersOf(pieces).map(({ title, pieces: inside }) => (
        <section class="draft-chapter" aria-labelledby={title && `a-${title.anchor}`}>
          {title && (
            <header>
              <h2 id={`a-${title.anchor}`}>
                {title.label && <span class="draft-label">{title.label}</span>} {title.text}
              </h2>
              {aside?.(title.anchor) && <div class="draft-aside">{aside(title.anchor)}</div>}
            </header>
          )}
          <div>
            <Pieces pieces={inside} under={title ? 2 : 1} aside={aside} />
          </div>
        </section>
      ))}
    </div>
  );
}

/** @param under level of the heading that they stand under */
function Pieces({
  pieces,
  under,
  aside,
}: {
  pieces: readonly DraftPiece[];
  under: number;
  aside: DraftTextProps['aside'];
}) {
  let level = under;
  const insets = insetsOf(pieces);
  return (
    <>
      {pieces.map((piece) => {
        if (piece.kind === 'section' || piece.kind === 'heading') {
          level = under + 1;
          return <SectionTitle piece={piece} level={level} aside={aside} />;
        }
        return <Clause piece={piece} level={level + 1} inset={insets.get(piece.anchor) ?? 0} aside={aside} />;
      })}
    </>
  );
}

/** How far items stand in: those of items further than those of articles. */
function insetsOf(pieces: readonly DraftPiece[]): Map<string, number> {
  const insets = new Map<string, number>();
  const kinds = new Map(pieces.map(({ anchor, kind }) => [anchor, kind]));
  for (const { anchor, kind, parentAnchor } of pieces) {
    if (kind !== 'item') continue;
    const inItem = parentAnchor !== null && kinds.get(parentAnchor) === 'item';
    insets.set(anchor, inItem ? Math.min(3, (insets.get(parentAnchor as string) ?? 0) + 1) : 0);
  }
  return insets;
}

const headings = ['h1', 'h2', 'h3', 'h4', 'h5'] as const;

function SectionTitle({ piece, level, aside }: { piece: DraftPiece; level: number; aside: DraftTextProps['aside'] }) {
  const Heading = headings[Math.min(level, 5) - 1] ?? 'h5';
  return (
    <div class="draft-section" id={`a-${piece.anchor}`}>
      <Heading>
        {piece.label && <span class="draft-label">{piece.label}</span>} {piece.text}
      </Heading>
      {aside?.(piece.anchor) && <div class="draft-aside">{aside(piece.anchor)}</div>}
    </div>
  );
}

function Clause(p: { piece: DraftPiece; level: number; inset: number; aside: DraftTextProps['aside'] }) {
  const { anchor, kind, label } = p.piece;
  const said = p.aside?.(anchor);
  return (
    <div class={`clause ${kind}${p.inset > 0 ? ` in-${p.inset}` : ''}`} id={`a-${anchor}`}>
      {label !== '' && <ClauseLabel {...p} />}
      <ClauseWords piece={p.piece} />
      {said && <div class="draft-aside">{said}</div>}
    </div>
  );
}

function ClauseLabel({ piece, level }: { piece: DraftPiece; level: number }) {
  const link = (
    <a class="draft-label" href={`#a-${piece.anchor}`}>
      {piece.label}
    </a>
  );
  if (piece.kind !== 'article') return <span class="clause-no">{link}</span>;
  const Heading = headings[Math.min(level, 5) - 1] ?? 'h5';
  return <Heading class="clause-no">{link}</Heading>;
}

function ClauseWords({ piece }: { piece: DraftPiece }) {
  const { t } = useUi();
  // raw html: made when the text was read in, of escaped words and a handful of tags
  const html = { __html: piece.html };
  if (piece.kind === 'table')
    return (
      <section
        class="clause-words table-scroll"
        tabindex={0}
        aria-label={t('ui.draft_text.table')}
        dangerouslySetInnerHTML={html}
      />
    );
  return <div class="clause-words" dangerouslySetInnerHTML={html} />;
}

export type ContentsEntry = { anchor: string; label: string; text: string; inner: boolean; range?: string };

const mostWords = 18;

/** Chapters and sections with the articles in them; where a text has none of these, its articles by their first words. */
export function contentsOf(pieces: readonly DraftPiece[]): ContentsEntry[] {
  const titles = pieces.filter(({ kind }) => kind === 'chapter' || kind === 'section' || kind === 'heading');
  if (titles.length < 2)
    return pieces
      .filter((piece) => piece.kind === 'article' || titles.includes(piece))
      .map(({ anchor, label, text, kind }) => ({ anchor, label, text: shortened(text), inner: kind === 'article' }));
  return titles.map((title) => {
    const from = pieces.indexOf(title) + 1;
    const to = pieces.findIndex((piece, at) => at >= from && piece.depth <= title.depth && titles.includes(piece));
    const articles = pieces.slice(from, to < 0 ? undefined : to).filter(({ kind }) => kind === 'article');
    const [first, last] = [articles[0]?.label, articles.at(-1)?.label];
    return {
      anchor: title.anchor,
      label: title.label,
      text: title.text.replace(/\s+/gu, (blank) => (/[a-z]/i.test(title.text) ? ' ' : blank.length > 0 ? '' : blank)),
      inner: title.depth > 0,
      ...(first && last ? { range: first === last ? first : `${first}–${last}` } : {}),
    };
  });
}

function shortened(text: string): string {
  const characters = [...(text.split('\n')[0] ?? '')];
  return characters.length > mostWords ? `${characters.slice(0, mostWords).join('')}…` : characters.join('');
}

function ContentsList({ entries, lang }: { entries: readonly ContentsEntry[]; lang?: string }) {
  return (
    <ol lang={lang}>
      {entries.map(({ anchor, label, text, inner, range }) => (
        <li class={inner ? 'inner' : undefined}>
          <a href={`#a-${anchor}`}>
            {label && <span class="draft-label">{label}</span>} {text}
          </a>
          {range && <small>{range}</small>}
        </li>
      ))}
    </ol>
  );
}

/**
 * A page with such a text: its contents beside it on wide windows, folded above it on phones, and at the side what else there is.
 */
export function DraftLayout(p: {
  heading: ComponentChildren;
  pieces: readonly DraftPiece[];
  lang?: string;
  side?: ComponentChildren;
  sideLabel?: string;
  children: ComponentChildren;
}) {
  const { t } = useUi();
  const entries = contentsOf(p.pieces);
  const lang = p.lang ? { lang: p.lang } : {};
  return (
    <article class="draft">
      {p.heading}
      {entries.length > 1 && (
        <details class="fold draft-fold">
          <summary>{t('ui.draft_text.contents')}</summary>
          <div class="draft-contents">
            <ContentsList entries={entries} {...lang} />
          </div>
        </details>
      )}
      <div class="draft-main">{p.children}</div>
      <aside class="draft-side" aria-label={p.sideLabel}>
        {entries.length > 1 && (
          <nav class="draft-contents wide" aria-labelledby="draft-contents">
            <h2 id="draft-contents">{t('ui.draft_text.contents')}</h2>
            <ContentsList entries={entries} {...lang} />
          </nav>
        )}
        {p.side}
      </aside>
    </article>
  );
}

/** What a comparison says of one piece of text. */
export type ComparedPiece = {
  anchor: string;
  /** its label, and the one it had before where that was another */
  label: string;
  formerLabel: string;
  title: boolean;
  change: 'same' | 'changed' | 'new' | 'gone';
  moved: boolean;
  parts: readonly { op: 'same' | 'in' | 'out'; text: string }[];
};

/** Two versions of a piece in one: what was put in and what was taken out, said as well as shown. */
export function ComparedClause({
  piece,
  note,
  lang,
}: {
  piece: ComparedPiece;
  note?: ComponentChildren;
  lang?: string;
}) {
  const { t } = useUi();
  const renumbered = piece.change !== 'new' && piece.change !== 'gone' && piece.formerLabel !== piece.label;
  const states = [
    piece.change !== 'same' && t(`ui.draft_text.${piece.change}`),
    renumbered && piece.formerLabel !== '' && t('ui.draft_text.renumbered', { label: piece.formerLabel }),
    piece.moved && t('ui.draft_text.moved'),
  ].filter(Boolean);
  return (
    <li class={`compared ${piece.change}${piece.title ? ' title' : ''}`} id={`c-${piece.anchor}`}>
      <p class="compared-head">
        {piece.label !== '' && (
          <span class="draft-label" lang={lang}>
            {piece.label}
          </span>
        )}
        {states.length > 0 && <span class="compared-state">{states.join(' · ')}</span>}
      </p>
      <div class="compared-words" lang={lang}>
        {piece.parts.map(({ op, text }) => (
          <ComparedPart op={op} text={text} />
        ))}
      </div>
      {note && <div class="draft-aside">{note}</div>}
    </li>
  );
}

function ComparedPart({ op, text }: { op: 'same' | 'in' | 'out'; text: string }) {
  const { t, locale } = useUi();
  if (op === 'same') return <span>{text}</span>;
  const said = (
    <span class="vh">
      <Lang lang={locale}>{t(op === 'in' ? 'ui.draft_text.put_in' : 'ui.draft_text.taken_out')}</Lang>
    </span>
  );
  return op === 'in' ? (
    <ins>
      {said}
      {text}
    </ins>
  ) : (
    <del>
      {said}
      {text}
    </del>
  );
}
