import type { Stage } from './competitions.rules.ts';

// keys: competitions.stage.*

/** What a stage is called: its own title, or the usual name of its kind. */
export function stageName(t: (key: string) => string, { title, kind }: Pick<Stage, 'title' | 'kind'>): string {
  return title || t(`competitions.stage.${kind}`);
}
