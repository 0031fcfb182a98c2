import type { ComponentChildren } from 'preact';
import { Labelled } from './text.tsx';

export type TreeNode = {
  href: string;
  title: string;
  /** Number or code before the name. */
  code?: string;
  facts?: readonly ComponentChildren[];
  children: readonly TreeNode[];
};

function Branch({ nodes }: { nodes: readonly TreeNode[] }) {
  return (
    <>
      {nodes.map((node) => (
        <li>
          <div class="node">
            {node.code && <span class="code">{node.code}</span>}
            <a href={node.href}>{node.title}</a>
            {node.facts && node.facts.length > 0 && (
              <span class="facts">
                {node.facts.map((fact) => (
                  <span>{fact}</span>
                ))}
              </span>
            )}
          </div>
          {node.children.length > 0 && (
            <ul>
              <Branch nodes={node.children} />
            </ul>
          )}
        </li>
      ))}
    </>
  );
}

/** Things that stand under each other: departments, the catalogue. */
export function Tree({ nodes, label }: { nodes: readonly TreeNode[]; label: string }) {
  return (
    <Labelled label={label}>
      <ul class="tree">
        <Branch nodes={nodes} />
      </ul>
    </Labelled>
  );
}

type Entry = { id: string; parentId: string | null };

/**
 * Makes nodes of entries that know their parent. With `keep`, only entries it names and those above them; an entry whose
 * parent is not there stands at the top.
 */
export function treeOf<E extends Entry>(
  entries: readonly E[],
  node: (entry: E) => Omit<TreeNode, 'children'>,
  keep?: (entry: E) => boolean,
): TreeNode[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const wanted = new Set<string>();
  for (const entry of entries) {
    if (keep && !keep(entry)) continue;
    for (let above: E | undefined = entry; above && !wanted.has(above.id); above = byId.get(above.parentId ?? ''))
      wanted.add(above.id);
  }
  const below = Map.groupBy(
    entries.filter(({ id }) => wanted.has(id)),
    ({ parentId }) => (parentId !== null && byId.has(parentId) ? parentId : ''),
  );
  const made = new Set<string>();
  const grow = (parent: string): TreeNode[] =>
    (below.get(parent) ?? []).flatMap((entry) => {
      if (made.has(entry.id)) return [];
      made.add(entry.id);
      return [{ ...node(entry), children: grow(entry.id) }];
    });
  return grow('');
}
