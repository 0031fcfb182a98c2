/** A person's picture, as they show it. `alt` says whose it is. */
export function Portrait({ src, alt }: { src: string; alt: string }) {
  return <img class="portrait" src={src} alt={alt} loading="lazy" />;
}
