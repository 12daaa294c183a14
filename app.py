"""Open the dashboard: `streamlit run app.py`; nothing leaves this machine."""

from dashboard.loading import loading

if __name__ == "__main__":
    with loading:
        from dashboard.page import main
    main()
