import type { T } from '../../../kernel/i18n/index.ts';
import type { ConsultationKind } from '../consultations.rules.ts';
import { fillIdeaTemplate, ideaTemplates } from '../ideas/templates.ts';

/** What a new consultation begins with. */
export type StartingPoint = {
  id: string;
  kind: ConsultationKind;
  name: string;
  about: string;
  /** days that are usual, the first and the last counted */
  days: number;
  /** what the form begins with; empty: nothing */
  title: string;
  summary: string;
  explanation: string;
  audience: string;
  settings: Record<string, unknown>;
  /** of a call for ideas: what it asks to be sorted by */
  categories: readonly string[];
};

const nothing = { title: '', summary: '', explanation: '', audience: '', settings: {}, categories: [] };

/** In the reader's language. */
export function startingPoints(t: T): StartingPoint[] {
  // keys: consultations.convene.start.*
  const named = (id: string) => ({
    id,
    name: t(`consultations.convene.start.${id}`),
    about: t(`consultations.convene.start.${id}_about`),
  });
  return [
    { ...nothing, ...named('draft'), kind: 'draft', days: 30 },
    ...ideaTemplates.flatMap(({ id }) => {
      const filled = fillIdeaTemplate(id, t);
      return filled ? [{ ...filled, ...named(`ideas_${id}`), kind: 'ideas' as const }] : [];
    }),
    { ...nothing, ...named('map'), kind: 'map', days: 21 },
  ];
}
