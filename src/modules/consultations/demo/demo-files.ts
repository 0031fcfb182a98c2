/** One draft that is put before the city. Days count back from today; negative ones are to come. */
export type DemoDraft = {
  slug: string;
  department: string;
  convener: string;
  title: string;
  summary: string;
  explanation: string;
  audience: string;
  startsDaysAgo: number;
  days: number;
  settings: Record<string, unknown>;
  versions: { file: string; daysAgo?: number; note?: string }[];
  annex?: { title: string; text: string };
  hearing?: {
    inDays: number;
    from: string;
    until: string;
    place: string;
    seats: number;
    agenda: string;
    comes: string[];
  };
  comments: DemoComment[];
  mail?: DemoLetter[];
  paper?: DemoLetter[];
  result?: { summary: string; daysAgo: number };
};

export type DemoDecision = {
  decision?: 'adopted' | 'partly' | 'not_adopted' | 'noted';
  reason?: string;
  /** labels of the paragraphs of the next version that it changed */
  changed?: string[];
};
export type DemoComment = DemoDecision & {
  by: string;
  as: string;
  daysAgo: number;
  /** label of the paragraph; none: the whole text */
  article?: string;
  text: string;
  supports?: string[];
  answers?: { by: string; as: string; daysAgo: number; text: string }[];
};
export type DemoLetter = DemoDecision & {
  name: string;
  as: string;
  address?: string;
  daysAgo: number;
  article?: string;
  text: string;
};

/** One call for ideas, from a template. */
export type DemoCall = {
  slug: string;
  template: 'mayor' | 'projects';
  department: string;
  convener: string;
  startsDaysAgo: number;
  days: number;
  ideas: {
    by: string;
    as: string;
    daysAgo: number;
    /** position in the template's list of categories is found by its id */
    category: string;
    title: string;
    text: string;
    supports: string[];
    stage?: 'examined' | 'answered' | 'done';
    /** position of the idea that it was merged into */
    mergedInto?: number;
    answer?: { taken: 'yes' | 'part' | 'no'; text: string; doneByDays?: number };
    followUp?: string;
  }[];
};

/** One opinion map; `lean` says how each of the planted groups thinks of a statement, from -2 to 2. */
export type DemoMap = {
  slug: string;
  department: string;
  convener: string;
  title: string;
  summary: string;
  explanation: string;
  audience: string;
  startsDaysAgo: number;
  days: number;
  participants: number;
  response?: string;
  statements: { text: string; lean: number[] }[];
};
