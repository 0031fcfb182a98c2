import type { ComponentChildren } from 'preact';
import { Pre } from './text.tsx';

export type OpinionProps = {
  /** Its place on the page, for links to it. */
  id: string;
  /** Its number as people name it: 第 12 号. */
  number: ComponentChildren;
  /** Who says it, with a mark of what they speak for. Nothing where it is not shown. */
  by?: ComponentChildren;
  when?: ComponentChildren;
  /** What it is about: the paragraph. */
  about?: ComponentChildren;
  text?: string;
  /** BCP 47 of the words, where it differs from the page. */
  lang?: string | undefined;
  /** Said in place of the words where they are not shown. */
  instead?: ComponentChildren;
  /** Support, answer, report. */
  acts?: ComponentChildren;
  /** Answers to it, each an {@link Opinion}, in an {@link Opinions}. */
  children?: ComponentChildren;
};

/** What somebody said in public: who and when in the margin, their words, what one can do about it. */
export function Opinion(p: OpinionProps) {
  return (
    <li class="opinion" id={p.id}>
      <div class="opinion-by num">
        {p.by && <b>{p.by}</b>}
        <span>{p.number}</span>
        {p.when && <span>{p.when}</span>}
      </div>
      <div class="opinion-words">
        {p.about && <div class="opinion-about">{p.about}</div>}
        {p.instead ? <p class="quiet">{p.instead}</p> : <div lang={p.lang}>{p.text && <Pre text={p.text} />}</div>}
        {p.acts && <div class="opinion-acts">{p.acts}</div>}
        {p.children}
      </div>
    </li>
  );
}

/** Opinions one under the other; `answers`: below the one that they answer. */
export function Opinions({
  label,
  answers,
  children,
}: {
  label: string;
  answers?: boolean;
  children: ComponentChildren;
}) {
  return (
    <ol class={answers ? 'opinions answers' : 'opinions'} aria-label={label}>
      {children}
    </ol>
  );
}
