import { normaliseText } from '../../../kernel/text/index.ts';
import { coreOf, type Place, placesOf } from './places.ts';
import type { TopicMessage } from './topic.ts';

/** How much of a body is read: matters are named early, and long ones are mostly quotations of rules. */
const BODY_CHARACTERS = Number(process.env.BC ?? 1000);

/** Of the places only named in a body the first ones: later ones are comparisons and ways there. */
const BODY_PLACES = 3;

const RUNS = /\p{Script=Han}+|[a-z0-9]+/gu;
/** Coded and named districts are held apart: they are a place, not a subject. */
const DISTRICTS = /(?<![a-z0-9])[a-z]\d{0,2}[市区县省]/g;

/** What one message is compared by. */
export type Features = {
  /** The normalised title, in which places known from other messages are looked for. */
  heading: string;
  /** Occurrences of each term (pairs of Han characters, other words whole) in the title and in title and body. */
  title: Map<string, number>;
  text: Map<string, number>;
  /** Cores of the fine places that the title or the field for the place name, and the chief ones of the body. */
  places: string[];
  bodyPlaces: string[];
  /** Districts of the title, else of the body. */
  districts: Set<string>;
};

/** Terms of a normalised text, counted. */
export function countTerms(normalised: string, into = new Map<string, number>()): Map<string, number> {
  for (const [run] of normalised.replace(DISTRICTS, ' ').matchAll(RUNS)) {
    if (/^[a-z0-9]/.test(run)) {
      if (run.length > 1 && run.length < 30) into.set(run, (into.get(run) ?? 0) + 1);
      continue;
    }
    for (let i = 0; i + 1 < run.length; i++) {
      const pair = run.slice(i, i + 2);
      into.set(pair, (into.get(pair) ?? 0) + 1);
    }
  }
  return into;
}

/** Reads a message. The costly step of everything here (about 0.2 ms), so keep the result where a message is read twice. */
export function featuresOf(message: Pick<TopicMessage, 'title' | 'body' | 'place'>): Features {
  const title = normaliseText(message.title);
  const body = normaliseText(message.body.slice(0, BODY_CHARACTERS));
  const titleTerms = countTerms(title);
  const titlePlaces = [...placesOf(title), ...(message.place ? placesOf(normaliseText(message.place)) : [])];
  const bodyPlaces = placesOf(body);
  const districts = districtsOf(titlePlaces);
  return {
    heading: title,
    title: titleTerms,
    text: countTerms(body, new Map(titleTerms)),
    places: fineCores(titlePlaces),
    bodyPlaces: fineCores(bodyPlaces).slice(0, BODY_PLACES),
    districts: districts.size > 0 ? districts : districtsOf(bodyPlaces),
  };
}

function fineCores(places: Place[]): string[] {
  return [...new Set(places.filter((place) => place.kind !== 'district').map((place) => coreOf(place.name)))];
}

/** Districts and counties without the cities above them, which all messages share. */
function districtsOf(places: Place[]): Set<string> {
  const names = places.filter((place) => place.kind === 'district' && /[区县]$/.test(place.name));
  return new Set(names.map((place) => place.name));
}
