/** A message as the topics engine sees it; `at` when it came in, counts as of now. */
export type TopicMessage = {
  id: string;
  /** Whoever wrote it: an account or, without one, anything that is the same for the same person. */
  author: string;
  title: string;
  body: string;
  at: Date;
  support: number;
  oppose: number;
  follows: number;
  /** The place the writer gave apart from the text, if any. */
  place?: string | null;
};

/** By what a topic knows its own: terms with their weight, and the cores of its places; plain data, may be stored. */
export type TopicProfile = {
  terms: [term: string, weight: number][];
  places: [core: string, weight: number][];
  districts: string[];
};

/** Messages about the same matter at the same place. */
export type Topic = {
  /** The title of its most typical message, tidied. */
  title: string;
  /** Id of the member whose title it is. */
  titledBy: string;
  keywords: string[];
  /** The finest place most of them name, with its district; `null` when the matter has none. */
  place: string | null;
  /** See `heatOf`. */
  heat: number;
  /** Distinct authors. */
  people: number;
  follows: number;
  support: number;
  oppose: number;
  from: Date;
  to: Date;
  /** Ids, the oldest first. */
  members: string[];
  profile: TopicProfile;
};
