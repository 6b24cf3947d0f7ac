const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", sans-serif';

/** What the page and its charts are drawn with. */
export const COLORS = {
  text: "#1b2733",
  muted: "#556270",
  line: "#b9c3cd",
  grid: "#e6eaee",
  treated: "#1c5d99",
  control: "#8a6d1f",
  universal: "#6a4c93",
  refused: "#b4493b",
  refusedPale: "#e9c4be",
  neutral: "#7c8b9a",
} as const;

/** Told apart by those who see few colours, too (after Okabe and Ito, darkened). */
export const SERIES = [
  "#1c5d99",
  "#d9822b",
  "#2a8c74",
  "#8e5ba6",
  "#b4493b",
  "#6c7a86",
  "#a3841f",
  "#3f9fc4",
] as const;

export const STYLE = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:#f3f5f7;color:${COLORS.text};font:15px/1.5 ${FONT}}
a{color:#14518c}
a:focus-visible,[tabindex]:focus-visible{outline:2px solid #14518c;outline-offset:2px}
.page{max-width:1200px;margin:0 auto;padding:0 24px 48px}
.masthead{background:#12324f;color:#fff}
.masthead .page{padding-top:28px;padding-bottom:26px}
.masthead p{margin:0;color:#d5e0ea}
.masthead p strong{color:#fff;font-weight:600}
h1{margin:2px 0 6px;font-size:28px;line-height:1.2;font-weight:650}
h2{margin:0;font-size:21px;line-height:1.3;font-weight:650}
h3{margin:0 0 12px;font-size:16px;line-height:1.35;font-weight:650}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:1px;margin:0;background:#dfe5ea;border:1px solid #dfe5ea;border-radius:8px;overflow:hidden}
.figures div{background:#fff;padding:14px 18px}
.figures dt{font-size:13px;color:${COLORS.muted}}
.figures dd{margin:2px 0 0;font-size:20px;line-height:1.3;font-weight:650;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.figures dd small{font-size:13px;font-weight:400;color:${COLORS.muted}}
.top{margin-top:24px}
.contents{display:flex;flex-wrap:wrap;gap:6px 18px;margin:20px 0 0;padding:0;list-style:none;font-size:14px}
.campaign{margin-top:44px;scroll-margin-top:12px}
.campaign>header{margin-bottom:16px}
.campaign>header p{margin:4px 0 0;color:${COLORS.muted};font-size:14px;overflow-wrap:anywhere}
code{font:13px/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:#e4eaef;border-radius:4px;padding:1px 6px}
.status{display:inline-block;margin-left:8px;padding:0 8px;border-radius:10px;background:#f6e3bd;color:#5a4304;font-size:12px;line-height:20px;vertical-align:2px}
.block{margin-top:16px;padding:20px 22px;background:#fff;border:1px solid #dfe5ea;border-radius:8px}
.pair{display:grid;grid-template-columns:minmax(0,540px) minmax(0,1fr);gap:24px 36px;align-items:start}
.pair.overview{grid-template-columns:minmax(0,400px) minmax(0,1fr)}
.table.long{max-height:420px}
.table{overflow:auto;background:linear-gradient(90deg,#fff 30%,#fff0),linear-gradient(270deg,#fff 30%,#fff0) 100% 0,linear-gradient(90deg,#0002,#0000),linear-gradient(270deg,#0002,#0000) 100% 0;background-repeat:no-repeat;background-size:32px 100%,32px 100%,12px 100%,12px 100%;background-attachment:local,local,scroll,scroll}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;margin:0 0 6px;padding:0;list-style:none;font-size:13px}
.legend i{display:inline-block;width:12px;height:12px;margin-right:7px;border-radius:2px;vertical-align:-1px}
.alone{max-width:640px}
svg{display:block;max-width:100%;height:auto}
svg.narrow{display:none}
table{width:100%;border-collapse:collapse;font-size:14px}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
th,td{padding:6px 0 6px 14px;border-bottom:1px solid #e6eaee;text-align:right;vertical-align:top;font-variant-numeric:tabular-nums}
th:first-child,td:first-child{padding-left:0;text-align:left}
thead th{position:sticky;top:0;background:#fffe;color:${COLORS.muted};font-weight:600;font-size:13px;border-bottom:1px solid ${COLORS.line};vertical-align:bottom}
tbody th{font-weight:400;overflow-wrap:break-word;min-width:5.5em}
td{white-space:nowrap}
tbody tr:last-child>*{border-bottom:0}
tbody th.d1{padding-left:18px}
tbody th.d2{padding-left:36px}
.note{margin:12px 0 0;font-size:13px;color:${COLORS.muted}}
.method{margin-top:44px;font-size:14px;color:${COLORS.muted};max-width:76ch}
.method h2{font-size:17px;color:${COLORS.text};margin-bottom:6px}
.method p{margin:0 0 8px}
@media (max-width:1020px){.pair,.pair.overview{grid-template-columns:minmax(0,1fr)}}
@media (max-width:640px){
.page{padding:0 16px 32px}
.masthead .page{padding-top:20px;padding-bottom:18px}
h1{font-size:23px}
.block{padding:16px 15px}
.figures{grid-template-columns:1fr 1fr}
.figures div{padding:11px 14px}
.figures dd{font-size:19px}
.figures div:last-child:nth-child(odd){grid-column:1/-1}
table{font-size:13px}
thead th{font-size:11.5px}
tbody th{min-width:4.5em}
svg.wide{display:none}
svg.narrow{display:block}
th,td{padding-left:7px}
}
@media print{body{background:#fff}.block{break-inside:avoid}.pair.overview{grid-template-columns:minmax(0,400px) minmax(0,1fr)}
.overview .table,.whole .table{max-height:none}
.table.long{max-height:none}}
`;
