/** An island takes the element that carries its name and improves it; the page must be whole without it. */
export type Island = (element: HTMLElement) => void;

/** Names of islands and how to load each; filled at build from every `*.island.ts(x)`. */
export type IslandRegistry = Record<string, () => Promise<{ default: Island }>>;

/**
 * Starts every island on the page, each name loaded once. `data-island` may hold several names; those that have started
 * stand in `data-ready`.
 */
export function startIslands(registry: IslandRegistry): void {
  const waiting = new Map<string, HTMLElement[]>();
  for (const element of document.querySelectorAll<HTMLElement>('[data-island]')) {
    for (const name of new Set(element.dataset.island?.split(' '))) {
      waiting.set(name, [...(waiting.get(name) ?? []), element]);
    }
  }
  for (const [name, elements] of waiting) {
    registry[name]?.().then(
      ({ default: island }) => {
        for (const element of elements) {
          island(element);
          element.dataset.ready = `${element.dataset.ready ?? ''} ${name}`.trim();
        }
      },
      // The page works without the island; what failed to load is only worth a line for whoever looks.
      (error) => console.warn(`island ${name}`, error),
    );
  }
}
