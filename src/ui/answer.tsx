import type { ComponentChildren } from 'preact';
import { Pre } from './text.tsx';

/** A small vermilion seal; decoration, the words are said elsewhere too. */
export function Seal({ children }: { children: ComponentChildren }) {
  return (
    <span class="seal" aria-hidden="true">
      {children}
    </span>
  );
}

export type AnswerProps = {
  /** The office that answers, by its name. */
  office: ComponentChildren;
  /** Who handled and who reviewed it, or when it came; one a line. */
  notes?: readonly ComponentChildren[];
  /** Two characters for the seal. */
  seal?: string;
  text?: string;
  /** Numbered points after the text. */
  points?: readonly ComponentChildren[];
  foot?: ComponentChildren;
  children?: ComponentChildren;
  as?: 'article' | 'div';
};

/** An office's words, between heavy-and-thin rules, signed. */
export function Answer(p: AnswerProps) {
  const Tag = p.as ?? 'div';
  return (
    <Tag class="answer">
      <div class="from">
        {p.seal && <Seal>{p.seal}</Seal>}
        <div>
          <strong>{p.office}</strong>
          {p.notes?.map((note) => (
            <span>{note}</span>
          ))}
        </div>
      </div>
      {p.text !== undefined && <Pre text={p.text} />}
      {p.points && p.points.length > 0 && (
        <ol class="points">
          {p.points.map((point) => (
            <li>{point}</li>
          ))}
        </ol>
      )}
      {p.children}
      {p.foot && <p class="foot">{p.foot}</p>}
    </Tag>
  );
}

/** A letter and its answer side by side. */
export function Pair({ children }: { children: ComponentChildren }) {
  return <div class="pair">{children}</div>;
}
