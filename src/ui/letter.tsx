import type { ComponentChildren } from 'preact';
import { Pre } from './text.tsx';

/** A resident's words, on red-ruled letter paper. Plain text, or paragraphs as children. */
export function Letter(p: { text?: string; children?: ComponentChildren; sign?: ComponentChildren; lang?: string }) {
  return (
    <div class="letter" lang={p.lang}>
      {p.text !== undefined && <Pre text={p.text} />}
      {p.children}
      {p.sign && <p class="sign">{p.sign}</p>}
    </div>
  );
}

/** A resident's short words beside something: a rating's comment. */
export function Said({ text }: { text: string }) {
  return (
    <blockquote class="said">
      <Pre text={text} />
    </blockquote>
  );
}
