import type { ComponentChildren } from 'preact';
import { Labelled } from './text.tsx';

export type Work = {
  /** Public lists stand in this order. */
  number: number;
  title: string;
  /** Who made it, as they wish to be named. */
  byLine?: string;
  /** Page of the work. */
  href: string;
  /** Address of a small picture; without one the plate shows the title's first character. */
  cover?: string | null;
  /** A line below: views, state. */
  note?: ComponentChildren;
};

export type GalleryProps = {
  works: readonly Work[];
  /** Names the list where it has no title of its own. */
  label?: string;
  /** On a ballot: works are ticked, and their page is a link of its own named by `see`. */
  choice?: {
    name: string;
    /** Numbers that are ticked. */
    chosen: readonly number[];
    /** `radio` where exactly one is to be chosen. */
    type?: 'checkbox' | 'radio';
    /** 看作品 */
    see: string;
    /** Id of the form where the gallery stands outside of it. */
    form?: string;
  };
};

/** A work's number as it is said everywhere: 01, 02 … 1000. */
export function workNumber(number: number): string {
  return String(number).padStart(2, '0');
}

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** The picture of a work, or the first character of its title; decoration beside the title. */
export function Plate({ title, cover }: Pick<Work, 'title' | 'cover'>) {
  if (cover)
    return (
      <span class="plate">
        <img src={cover} alt="" loading="lazy" decoding="async" />
      </span>
    );
  const [first] = graphemes.segment(title.replace(/^[\s《“"「『（(【]+/u, ''));
  return (
    <span class="plate" aria-hidden="true">
      <span class="sign">{first?.segment ?? ''}</span>
    </span>
  );
}

function Caption({ work, children }: { work: Work; children?: ComponentChildren }) {
  return (
    <span class="line">
      <strong>
        <span class="no num">{workNumber(work.number)}</span> {work.title}
      </strong>
      {children}
      {work.byLine && <span class="by">{work.byLine}</span>}
    </span>
  );
}

function Tick({ work, choice }: { work: Work; choice: NonNullable<GalleryProps['choice']> }) {
  return (
    <label>
      <Plate title={work.title} cover={work.cover} />
      <Caption work={work}>
        <input
          type={choice.type ?? 'checkbox'}
          name={choice.name}
          value={String(work.number)}
          checked={choice.chosen.includes(work.number)}
          form={choice.form}
        />
      </Caption>
    </label>
  );
}

/** Works with their plates, in the order given; to be looked at, or on a ballot to be ticked. */
export function Gallery({ works, label, choice }: GalleryProps) {
  return (
    <Labelled label={label}>
      <ul class="gallery">
        {works.map((work) => (
          <li class="entry">
            {choice ? (
              <>
                <Tick work={work} choice={choice} />
                <a class="see" href={work.href} aria-label={`${choice.see}: ${work.title}`}>
                  {choice.see}
                </a>
              </>
            ) : (
              <a class="look" href={work.href}>
                <Plate title={work.title} cover={work.cover} />
                <Caption work={work} />
              </a>
            )}
            {work.note && <p class="note num">{work.note}</p>}
          </li>
        ))}
      </ul>
    </Labelled>
  );
}
