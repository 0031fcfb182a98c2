/** An island takes the element that carries its name and improves it; the page must be whole without it. */
export type Island = (element: HTMLElement) => void;

/** Names of islands and how to load each; filled at build from every `*.island.ts(x)`. */
export type IslandRegistry = Record<string, () => Promise<{ default: Island }>>;

function start(registry: IslandRegistry, root: ParentNode): void {
  const waiting = new Map<string, HTMLElement[]>();
  for (const element of root.querySelectorAll<HTMLElement>('[data-island]')) {
    for (const name of (element.dataset.island ?? '').split(' ')) {
      const key = `island${name}`;
      if (!name || element.dataset[toDataKey(key)]) continue;
      element.dataset[toDataKey(key)] = 'on';
      waiting.set(name, [...(waiting.get(name) ?? []), element]);
    }
  }
  for (const [name, elements] of waiting) {
    registry[name]?.().then(
      ({ default: island }) => {
        for (const element of elements) island(element);
      },
      // The page works without the island; what failed to load is only worth a line for whoever looks.
      (error) => console.warn(`island ${name}`, error),
    );
  }
}

function toDataKey(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Starts every island on the page, each name loaded once. */
export function startIslands(registry: IslandRegistry): void {
  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', () => start(registry, document));
  } else {
    start(registry, document);
  }
}
