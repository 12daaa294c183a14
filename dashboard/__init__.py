"""The Streamlit view: reports in, a checked map beside its evidence; one job a module, `page` lays them out."""
