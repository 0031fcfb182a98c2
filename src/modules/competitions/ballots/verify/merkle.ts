import { sha256 } from '@noble/hashes/sha2.js';
import { sm3 } from './sm3.ts';

export type Hash = (bytes: Uint8Array) => Uint8Array;

export const hashes: Record<'sha256' | 'sm3', Hash> = { sha256, sm3 };

/** The hash of a leaf in the tree of RFC 9162: H(0x00 ‖ bytes). */
export function leafHash(hash: Hash, bytes: Uint8Array): Uint8Array {
  const prefixed = new Uint8Array(bytes.length + 1);
  prefixed.set(bytes, 1);
  return hash(prefixed);
}

/** What must be kept of a tree to add leaves and say its root: one hash for each full subtree, the largest first. */
export class Frontier {
  readonly #hash: Hash;
  readonly #pair = new Uint8Array(65).fill(1, 0, 1);
  readonly #full: Uint8Array[] = [];
  size = 0;

  constructor(hash: Hash) {
    this.#hash = hash;
  }

  #node(left: Uint8Array, right: Uint8Array): Uint8Array {
    this.#pair.set(left, 1);
    this.#pair.set(right, 33);
    return this.#hash(this.#pair);
  }

  /** @param leaf the hash of the next leaf */
  push(leaf: Uint8Array): void {
    let node = leaf;
    for (let n = this.size; n % 2 === 1; n = (n - 1) / 2) node = this.#node(this.#full.pop() as Uint8Array, node);
    this.#full.push(node);
    this.size++;
  }

  root(): Uint8Array {
    let root = this.#full[this.#full.length - 1] ?? this.#hash(new Uint8Array());
    for (let at = this.#full.length - 2; at >= 0; at--) root = this.#node(this.#full[at] as Uint8Array, root);
    return root;
  }
}
