/** How many opinions came in and what became of them; nothing else is published as a figure. */
export type ResultFigures = {
  /** all opinions that ever came in; answers to opinions are none */
  received: number;
  withdrawn: number;
  hidden: number;
  /** read and answered, but not about the draft, or a question */
  offTopic: number;
  enquiry: number;
  adopted: number;
  partly: number;
  notAdopted: number;
  /** nobody decided yet */
  undecided: number;
  /** answers to opinions: no opinions of their own */
  answers: number;
};

/** Those that were taken into account: the denominator of adopted, partly and not adopted. */
export function counted(f: ResultFigures): number {
  return f.adopted + f.partly + f.notAdopted;
}

/** One line of the open data, as far as figures are made from it. */
export type FigureRow = {
  kind: 'opinion' | 'answer';
  state: string;
  outcome: string | null;
  ground: string | null;
};

/** The same figures from the rows of the open data. */
export function figuresOf(rows: Iterable<FigureRow>): ResultFigures {
  const figures: ResultFigures = {
    ...{ received: 0, withdrawn: 0, hidden: 0, offTopic: 0, enquiry: 0, adopted: 0, partly: 0, notAdopted: 0 },
    ...{ undecided: 0, answers: 0 },
  };
  for (const { kind, state, outcome, ground } of rows) {
    if (kind === 'answer') {
      figures.answers += 1;
      continue;
    }
    figures.received += 1;
    if (state === 'withdrawn') figures.withdrawn += 1;
    else if (state === 'hidden') figures.hidden += 1;
    else if (outcome === null) figures.undecided += 1;
    else if (outcome === 'noted') figures[ground === 'enquiry' ? 'enquiry' : 'offTopic'] += 1;
    else figures[outcome === 'adopted' ? 'adopted' : outcome === 'partly' ? 'partly' : 'notAdopted'] += 1;
  }
  return figures;
}

export type Author = { shownAs: string; way: string; organisationId: string | null };
