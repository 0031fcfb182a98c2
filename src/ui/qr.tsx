import { create } from 'qrcode';

/** A QR code as one path; `label` says where it leads. Black on white in every theme, or scanners miss it. */
export function Qr({ text, label }: { text: string; label: string }) {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  let path = '';
  for (let row = 0; row < modules.size; row += 1) {
    for (let from = 0; from < modules.size; from += 1) {
      let to = from;
      while (to < modules.size && modules.get(row, to)) to += 1;
      if (to > from) path += `M${from} ${row}h${to - from}v1h-${to - from}z`;
      from = to;
    }
  }
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${modules.size} ${modules.size}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <path d={path} />
    </svg>
  );
}
