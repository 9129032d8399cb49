(function () {
  "use strict";
  var given = JSON.parse(document.getElementById("gx-specs").textContent);
  var specs = given.charts;
  var views = [];
  var tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  document.body.appendChild(tip);

  function lines(value) {
    if (typeof value !== "object") return [String(value)];
    return Object.keys(value).map(function (key) { return key + "：" + value[key]; });
  }

  function tooltip(handler, event, item, value) {
    if (value === null || value === undefined || value === "") { tip.hidden = true; return; }
    tip.textContent = "";
    lines(value).forEach(function (line) {
      var row = document.createElement("div");
      row.textContent = line;
      tip.appendChild(row);
    });
    tip.hidden = false;
    var x = Math.min(event.clientX + 14, document.documentElement.clientWidth - tip.offsetWidth - 8);
    var y = event.clientY + 16;
    if (y + tip.offsetHeight > window.innerHeight) y = event.clientY - tip.offsetHeight - 10;
    tip.style.left = Math.max(4, x) + "px";
    tip.style.top = Math.max(4, y) + "px";
  }

  var options = {
    mode: "vega-lite", renderer: "svg", ast: true, actions: false, defaultStyle: false,
    config: given.style, tooltip: tooltip, hover: false, logLevel: 1
  };
  window.gxCharts = Promise.all(Object.keys(specs).map(function (id) {
    var plot = document.querySelector('[data-chart="' + id + '"]');
    var words = plot.firstElementChild;
    var canvas = document.createElement("div");
    canvas.className = "canvas";
    plot.appendChild(canvas);
    return window.gxEmbed(canvas, specs[id], options).then(function (made) {
      words.remove();
      var body = !canvas.closest("#annex");
      views.push({ view: made.view, canvas: canvas, height: body ? made.view.signal("height") : 0 });
    });
  }));

  // On paper a chart drawn for a wide screen would shrink to unreadable labels: draw it narrower,
  // and lower where it stands in the body, which is to be two pages.
  function redraw(width, most) {
    views.forEach(function (chart) {
      if (chart.height) chart.view.signal("height", Math.min(chart.height, most));
      chart.view.signal("width", width || chart.canvas.clientWidth).run();
    });
  }
  window.addEventListener("beforeprint", function () { redraw(840, 180); });
  window.addEventListener("afterprint", function () { redraw(0, Infinity); });
})();
