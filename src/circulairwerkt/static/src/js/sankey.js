// A flow diagram that answers when one points at it. The still drawing says the same, and so does the table.
import { SankeyChart } from "echarts/charts";
import { AriaComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

import { colour } from "./ink.js";

use([SankeyChart, AriaComponent, TooltipComponent, CanvasRenderer]);

const NARROW = 560;

function option({ nodes, bands, columns }, label, width, height) {
  const ink = colour("ink");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    animation: !still,
    aria: { enabled: true, label: { description: label } },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
    // An HTML tip would need styles that our content security policy refuses.
    tooltip: { renderMode: "richText", confine: true, formatter: ({ data }) => data.said ?? data.words },
    series: [
      {
        type: "sankey",
        left: 4,
        right: 4,
        top: 8,
        bottom: 8,
        nodeWidth: 14,
        nodeAlign: "left",
        // The order was worked out already, so that bands cross little.
        layoutIterations: 0,
        draggable: false,
        emphasis: { focus: "adjacency" },
        itemStyle: { color: colour("primary"), borderWidth: 0 },
        lineStyle: { color: colour("primary"), opacity: 0.28, curveness: 0.5 },
        label: { color: ink, fontSize: width < NARROW ? 11 : 13, width: width / 2.4, overflow: "truncate" },
        data: nodes.map(({ key, name, column, shift }) => ({
          name: key,
          words: name,
          depth: column,
          // So far down or up that no name lies upon another, as in the still drawing.
          label: {
            formatter: name,
            position: column === columns - 1 ? "left" : "right",
            offset: [0, shift * height],
          },
        })),
        links: bands,
      },
    ],
  };
}

/** Puts the chart in the place of the still drawing, which is kept for paper. */
export function openSankey(element) {
  const { values, label } = element.dataset;
  const found = JSON.parse(document.getElementById(values).textContent);
  const canvas = Object.assign(document.createElement("div"), { className: "sankey-canvas" });
  element.append(canvas);
  const chart = init(canvas, null, { renderer: "canvas" });
  const draw = () => chart.setOption(option(found, label, canvas.clientWidth, canvas.clientHeight), true);
  draw();
  new ResizeObserver(() => {
    chart.resize();
    draw();
  }).observe(canvas);
  document.addEventListener("theme:change", draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
}
