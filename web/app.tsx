import { useEffect, useRef } from 'preact/hooks';
import { LocationProvider, lazy, Route, Router, useLocation } from 'preact-iso';
import { useAnchor } from './addresses/useAnchor.ts';
import { ErrorGuard } from './components/ErrorGuard.tsx';
import { Frame } from './components/Frame.tsx';
import { FindPage } from './pages/FindPage.tsx';
import { latePage } from './pages/latePage.tsx';
import { NotFoundPage } from './pages/NotFoundPage.tsx';

// What people come for first is there at once; the rest is fetched when it is shown.
const AuditPage = latePage(() => import('./pages/AuditPage.tsx').then((file) => file.AuditPage));
const DeliveriesPage = latePage(() =>
  import('./pages/DeliveriesPage.tsx').then((file) => file.DeliveriesPage),
);
const CheckPage = latePage(() => import('./pages/CheckPage.tsx').then((file) => file.CheckPage));
const ChangesPage = latePage(() => import('./pages/ChangesPage.tsx').then((file) => file.ChangesPage));
const ClusterPage = latePage(() => import('./pages/ClusterPage.tsx').then((file) => file.ClusterPage));
const DiffPage = latePage(() => import('./pages/DiffPage.tsx').then((file) => file.DiffPage));
const DriftPage = latePage(() => import('./pages/DriftPage.tsx').then((file) => file.DriftPage));
const ComparePage = latePage(() => import('./pages/ComparePage.tsx').then((file) => file.ComparePage));
const DocumentPage = latePage(() => import('./pages/DocumentPage.tsx').then((file) => file.DocumentPage));
const FleetPage = latePage(() => import('./pages/FleetPage.tsx').then((file) => file.FleetPage));
const ImagesPage = latePage(() => import('./pages/ImagesPage.tsx').then((file) => file.ImagesPage));
const CondaPage = latePage(() => import('./pages/CondaPage.tsx').then((file) => file.CondaPage));
const HeldPage = latePage(() => import('./pages/HeldPage.tsx').then((file) => file.HeldPage));
const AskedPage = latePage(() => import('./pages/AskedPage.tsx').then((file) => file.AskedPage));
const ReportsPage = latePage(() => import('./pages/ReportsPage.tsx').then((file) => file.ReportsPage));
const ReportPage = latePage(() => import('./pages/ReportPage.tsx').then((file) => file.ReportPage));
const NodeHistoryPage = latePage(() =>
  import('./pages/HistoryPage.tsx').then((file) => file.NodeHistoryPage),
);
const ClusterHistoryPage = latePage(() =>
  import('./pages/HistoryPage.tsx').then((file) => file.ClusterHistoryPage),
);
const NodePage = latePage(() => import('./pages/NodePage.tsx').then((file) => file.NodePage));
const OverviewPage = latePage(() => import('./pages/OverviewPage.tsx').then((file) => file.OverviewPage));
const NodesPage = latePage(() => import('./pages/NodesPage.tsx').then((file) => file.NodesPage));
const SignInPage = latePage(() => import('./pages/SignInPage.tsx').then((file) => file.SignInPage));
const SitesPage = latePage(() => import('./pages/SitesPage.tsx').then((file) => file.SitesPage));
const ToolPage = latePage(() => import('./pages/ToolPage.tsx').then((file) => file.ToolPage));
const SweepPage = latePage(() => import('./pages/SweepPage.tsx').then((file) => file.SweepPage));
const SweepsPage = latePage(() => import('./pages/SweepsPage.tsx').then((file) => file.SweepsPage));

const VerdictPage = lazy(() => import('./pages/VerdictPage.tsx').then((page) => page.VerdictPage));

/** Addresses of the API are the browser's to open: exports and evidence are files. */
const OURS = /^\/(?!api\/)/;

export function App() {
  return (
    <LocationProvider scope={OURS}>
      <Frame>
        <Pages />
      </Frame>
    </LocationProvider>
  );
}

function Pages() {
  const { path } = useLocation();
  useArrival(path);
  useAnchor();
  // The router decodes the parts of an address and throws at a malformed percent sign.
  if (!decodes(path)) return <NotFoundPage />;
  return (
    <ErrorGuard key={path}>
      <Router>
        <Route path="/" component={OverviewPage} />
        <Route path="/find" component={FindPage} />
        <Route path="/check" component={CheckPage} />
        <Route path="/check/missing" component={AskedPage} />
        <Route path="/compare" component={ComparePage} />
        <Route path="/nodes" component={NodesPage} />
        <Route path="/nodes/:id" component={NodePage} />
        <Route path="/nodes/:id/history" component={NodeHistoryPage} />
        <Route path="/clusters/:site/:cluster/history" component={ClusterHistoryPage} />
        <Route path="/clusters/:site/:cluster" component={ClusterPage} />
        <Route path="/documents/:hash" component={DocumentPage} />
        <Route path="/documents/:a/diff/:b" component={DiffPage} />
        <Route path="/changes" component={ChangesPage} />
        <Route path="/drift" component={DriftPage} />
        <Route path="/verdict" component={VerdictPage} />
        <Route path="/fleet/images" component={ImagesPage} />
        <Route path="/fleet/conda" component={CondaPage} />
        <Route path="/fleet/:table" component={FleetPage} />
        <Route path="/tools/:tool" component={ToolPage} />
        <Route path="/sites" component={SitesPage} />
        <Route path="/sign-in" component={SignInPage} />
        <Route path="/audit" component={AuditPage} />
        <Route path="/deliveries" component={DeliveriesPage} />
        <Route path="/reports" component={ReportsPage} />
        <Route path="/reports/:id" component={ReportPage} />
        <Route path="/held" component={HeldPage} />
        <Route path="/sweeps" component={SweepsPage} />
        <Route path="/sweeps/:id" component={SweepPage} />
        <Route default component={NotFoundPage} />
      </Router>
    </ErrorGuard>
  );
}

function decodes(path: string): boolean {
  try {
    // The result is used, or a minifier takes the call for one without effect.
    return decodeURIComponent(path) !== '';
  } catch {
    return false;
  }
}

/** A new page is read from its beginning, by screen readers as well; new filters of one page are not. */
function useArrival(path: string) {
  const here = useRef(path);
  useEffect(() => {
    // The page that was opened begins above itself, with the way to skip what stands there.
    if (path === here.current) return;
    here.current = path;
    document.getElementById('main')?.focus({ preventScroll: true });
  }, [path]);
}
