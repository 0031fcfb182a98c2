import type { T } from '../../../kernel/i18n/index.ts';
import { consultationSettings, type Settings } from '../consultations.rules.ts';

/** What a kind of call asks for; its words are messages under `consultations.ideas.template.<id>`. */
type IdeaTemplate = {
  id: 'mayor' | 'projects' | 'open';
  /** how long such a call usually runs, both days counted */
  days: number;
  settings: Partial<Settings<'ideas'>>;
  /** `category.<id>` */
  categories: readonly string[];
};

/** 给市长捎句话, 今年办哪些实事, and a call about anything else. */
export const ideaTemplates: readonly IdeaTemplate[] = [
  {
    id: 'mayor',
    days: 30,
    settings: { photos: true, place: true, thanks: true },
    categories: ['roads', 'living', 'care', 'schools', 'business', 'culture', 'other'],
  },
  {
    id: 'projects',
    days: 30,
    settings: { photos: true, place: true, thanks: true },
    categories: ['housing', 'roads', 'care', 'schools', 'health', 'greenery', 'other'],
  },
  { id: 'open', days: 21, settings: { photos: true, place: true, thanks: true }, categories: [] },
];

/** A call as a template begins it; everything in it can be changed afterwards. */
export type FilledIdeaTemplate = {
  title: string;
  summary: string;
  /** Markdown */
  explanation: string;
  audience: string;
  days: number;
  settings: Settings<'ideas'>;
  /** names for `setIdeaCategories` */
  categories: string[];
};

// keys: consultations.ideas.template.*

/** The words of a template in a language; undefined where there is no such template. */
export function fillIdeaTemplate(id: string, t: T): FilledIdeaTemplate | undefined {
  const template = ideaTemplates.find((each) => each.id === id);
  if (!template) return undefined;
  const word = (name: string) => t(`consultations.ideas.template.${id}.${name}`);
  return {
    title: word('title'),
    summary: word('summary'),
    explanation: word('explanation'),
    audience: word('audience'),
    days: template.days,
    settings: consultationSettings.ideas.parse({ ...template.settings, prompt: word('prompt') }),
    categories: template.categories.map((name) => t(`consultations.ideas.template.category.${name}`)),
  };
}
