import type { ConsultationKind } from '../consultations.rules.ts';

type T = (key: string) => string;

/** What a new consultation begins with. */
export type StartingPoint = {
  id: string;
  kind: ConsultationKind;
  name: string;
  about: string;
  /** days that are usual, the first and the last counted */
  days: number;
  summary: string;
  explanation: string;
  settings: Record<string, unknown>;
};

const plain = [
  { id: 'draft', kind: 'draft', days: 30 },
  { id: 'ideas', kind: 'ideas', days: 30 },
  { id: 'map', kind: 'map', days: 21 },
] as const;

/** In the reader's language. */
export function startingPoints(t: T): StartingPoint[] {
  // keys: consultations.convene.start.*
  return plain.map((point) => ({
    ...point,
    name: t(`consultations.convene.start.${point.id}`),
    about: t(`consultations.convene.start.${point.id}_about`),
    summary: '',
    explanation: '',
    settings: {},
  }));
}
