import { type ComponentChildren, Fragment } from 'preact';

const allowedSchemes = new Set(['http:', 'https:', 'mailto:', 'tel:', 'geo:']);

/** A person's address when its scheme is harmless, else undefined; paths of this site pass, `//host` does not. */
export function safeHref(href: string | null | undefined): string | undefined {
  if (!href) return undefined;
  // Browsers drop tabs, newlines and leading controls before they read the scheme.
  const clean = [...href]
    .filter((c) => c.charCodeAt(0) > 31 && c.charCodeAt(0) !== 127)
    .join('')
    .trim();
  if (/^[/\\]{2}/.test(clean) || clean.startsWith('/\\')) return undefined;
  if (/^[/?#]/.test(clean)) return clean;
  try {
    const url = new URL(clean);
    return allowedSchemes.has(url.protocol) ? clean : undefined;
  } catch {
    return undefined;
  }
}

const addressInText = /https?:\/\/[^\s<>"'，。；：！？、（）《》“”‘’]+[^\s<>"'，。；：！？、（）《》“”‘’.,;:!?)]/g;

function linked(line: string): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let from = 0;
  for (const match of line.matchAll(addressInText)) {
    const href = safeHref(match[0]);
    if (!href) continue;
    parts.push(line.slice(from, match.index));
    parts.push(
      <a href={href} rel="nofollow ugc noopener">
        {match[0]}
      </a>,
    );
    from = match.index + match[0].length;
  }
  parts.push(line.slice(from));
  return parts;
}

/** Plain text as paragraphs: a line of people's text is a paragraph; addresses become links unless `links={false}`. */
export function Pre({ text, links = true }: { text: string; links?: boolean }) {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  return (
    <>
      {lines.map((line) => (
        <p>{links ? linked(line) : line}</p>
      ))}
    </>
  );
}

/** A title that breaks only between words: give the pieces of the segmenter, or plain text. */
export function Title({ pieces }: { pieces: string | readonly string[] }) {
  if (typeof pieces === 'string') return <>{pieces}</>;
  return (
    <>
      {pieces.map((piece, i) => (
        <Fragment>
          {i > 0 && <wbr />}
          {piece}
        </Fragment>
      ))}
    </>
  );
}

/** Text with its first figure set large: 还有 **4** 天. */
export function BigNumber({ text }: { text: string }) {
  const match = /[\d][\d,.]*%?/.exec(text);
  if (!match) return <>{text}</>;
  return (
    <>
      {text.slice(0, match.index)}
      <b class="num">{match[0]}</b>
      {text.slice(match.index + match[0].length)}
    </>
  );
}

/** Short facts on one line, set apart by space: kind, place, date. Empty ones are left out. */
export function Meta({ items, class: extra }: { items: ComponentChildren[]; class?: string }) {
  const shown = items.filter((item) => item !== null && item !== undefined && item !== false && item !== '');
  if (shown.length === 0) return null;
  return (
    <p class={extra ? `meta ${extra}` : 'meta'}>
      {shown.map((item) => (
        <span>{item}</span>
      ))}
    </p>
  );
}

/** Names a part of the page for those who do not see it; without a label nothing is added. */
export function Labelled({ label, children }: { label?: string; children: ComponentChildren }) {
  return label ? <section aria-label={label}>{children}</section> : children;
}

/** Words for screen readers only. */
export function Unseen({ children }: { children: ComponentChildren }) {
  return <span class="vh">{children}</span>;
}

/** The key that does what stands beside it; the key itself is not read out. */
export function KeyHint({ children }: { children: ComponentChildren }) {
  return (
    <span class="key" aria-hidden="true">
      <kbd>{children}</kbd>
    </span>
  );
}

export function Kbd({ children }: { children: ComponentChildren }) {
  return <kbd>{children}</kbd>;
}

/** A run in another language than the page's. */
export function Lang({ lang, children }: { lang: string; children: ComponentChildren }) {
  return <span lang={lang}>{children}</span>;
}
